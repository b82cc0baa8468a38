#include "offlinectl/history_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/duration.h"
#include "offlinectl/columns.h"
#include "offlinectl/history_bar.h"
#include "offlinectl/local_time.h"
#include "offlinectl/text.h"

namespace offline::offlinectl {
namespace {

using std::chrono::microseconds;

constexpr std::size_t percent_width = 7; // 99.99 %
constexpr std::size_t share_width = 24;  // of the bar beside a reason

double share_of(microseconds part, microseconds whole) {
    return static_cast<double>(part.count()) / static_cast<double>(whole.count());
}

/// Never "100 %" where something is missing, nor "0 %" where something is there.
std::string percent(double share) {
    auto hundredths = std::round(share * 1e4);
    if (share > 0 && share < 1)
        hundredths = std::clamp(hundredths, 1.0, 9999.0);
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), share > 0 && share < 1 ? "%.2f %%" : "%.0f %%", hundredths / 1e2);
    return text.data();
}

std::string of_share(double share) {
    std::string bar;
    for (auto left = std::max(std::lround(share * share_width), 1L); left > 0; --left)
        bar += "▇";
    return padded(bar, share_width);
}

Tint tint_of(double availability) {
    constexpr double good = 0.99,
                     doubtful = 0.9; // an hour and a half, and two and a half, of a week and of a day
    return availability >= good ? Tint::good : availability >= doubtful ? Tint::doubtful : Tint::bad;
}

} // namespace

std::string HistoryPage::nothing(std::string_view profile) const {
    return printable(profile) + std::string(gap) +
           ink_(Tint::quiet, "there is no history yet; the daemon writes it while it runs");
}

std::string HistoryPage::bar(const std::vector<history::Stretch>& stretches) const {
    const auto line = history_bar(stretches, terminal_width(), ink_);
    return line + '\n' + ink_(Tint::good, "█") + " online" + std::string(gap) + ink_(Tint::doubtful, "▅") +
           " partly" + std::string(gap) + ink_(Tint::bad, "▁") + " offline" + std::string(gap) +
           ink_(Tint::quiet, "·") + " nobody watched\n";
}

std::string HistoryPage::figures(std::string_view profile, const history::Summary& summary) const {
    const auto since = local_time(summary.since, "%F %H:%M");
    auto text = printable(profile) + std::string(gap);
    const auto watched = summary.online + summary.offline;
    if (watched == microseconds::zero())
        return text + "nobody watched since " + since;
    text += ink_(tint_of(summary.availability()), percent(summary.availability()) + " online") + " in " +
            base::humane(watched) + ink_(Tint::quiet, " watched since " + since);
    if (summary.offline == microseconds::zero())
        return text + "\n  no outage";
    text += "\n  longest outage " + base::humane(summary.longest_outage) + ", offline for " +
            base::humane(summary.offline) + " in all, " + std::to_string(summary.changes) +
            (summary.changes == 1 ? " change" : " changes");
    for (const auto& each : summary.reasons) {
        const auto share = share_of(each.offline, summary.offline);
        text += "\n    " + padded(word(each.reason), reason_width) + std::string(gap) +
                ink_(Tint::bad, of_share(share)) + padded_left(percent(share), percent_width) +
                std::string(gap) + base::humane(each.offline);
    }
    return text;
}

std::string HistoryPage::changes(const std::vector<history::PastChange>& changes,
                                 const std::vector<std::vector<history::Witness>>& evidence,
                                 std::uint64_t all) const {
    std::string text;
    if (all > changes.size())
        text += '\n' + ink_(Tint::quiet, "the latest " + std::to_string(changes.size()) + " of " +
                                             std::to_string(all) + " changes; --limit shows more");
    for (std::size_t i = 0; i < changes.size(); ++i) {
        text += '\n' + change(changes[i]);
        if (i < evidence.size())
            text += testimony(evidence[i]);
    }
    return text;
}

std::string HistoryPage::change(const history::PastChange& change) const {
    const bool online = change.to == State::online;
    auto text = local_time(change.time, "%F %H:%M:%S") + std::string(gap) +
                ink_(online ? Tint::good : Tint::bad, padded(word(change.to), state_width)) +
                std::string(gap) + padded(word(change.reason), reason_width) + std::string(gap) +
                printable(change.detail);
    if (change.lasted != microseconds::zero())
        text += ink_(Tint::quiet, "  (was " + std::string(word(change.from)) + " for " +
                                      base::humane(change.lasted) + ")");
    return text;
}

std::string HistoryPage::testimony(const std::vector<history::Witness>& evidence) const {
    std::string text;
    for (const auto& each : evidence) {
        text += "\n    " + printable(each.endpoint) + std::string(gap) +
                (each.ok ? ink_(Tint::good, "ok") : ink_(Tint::bad, word(each.reason))) + " in " +
                base::humane(each.took);
        if (!each.address.empty())
            text += " at " + printable(each.address);
        text += ": " + printable(each.detail);
    }
    return text;
}

} // namespace offline::offlinectl
