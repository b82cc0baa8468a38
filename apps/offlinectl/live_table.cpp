#include "offlinectl/live_table.h"

#include <algorithm>
#include <string_view>

#include "offlinectl/columns.h"
#include "offlinectl/local_time.h"
#include "offlinectl/text.h"

namespace offline::offlinectl {
namespace {

using Row = LiveTable::Row;

constexpr std::size_t fewest_changes = 3; // lines that the changes have at least, with their heading
constexpr std::size_t longest_name = 24;  // columns, where other columns want room too
constexpr std::size_t shortest_detail = 16;

/// Whole minutes, hours or days: what is drawn so need not be drawn again soon.
std::string coarse(base::Duration age) {
    using namespace std::chrono;
    if (age < minutes(1))
        return "just now";
    if (age < hours(1))
        return std::to_string(floor<minutes>(age).count()) + " min";
    if (age < hours(48))
        return std::to_string(floor<hours>(age).count()) + " h";
    return std::to_string(floor<days>(age).count()) + " d";
}

std::string age_of(const session::Report& report, const Moment& now) {
    return report.since ? coarse(std::max(now.wall - *report.since, base::WallTime::duration::zero())) : "";
}

std::string next_look_of(const LiveTable::Row& row) {
    if (row.looking)
        return "now";
    return row.next_look ? local_time(*row.next_look, "%H:%M:%S") : "";
}

Tint tint_of(const session::Report& report) {
    return report.state == State::offline     ? Tint::bad
           : report.reason == Reason::unknown ? Tint::doubtful
                                              : Tint::good;
}

std::string in_columns(std::string_view text, std::size_t width) {
    return padded(fitted(printable(text), width), width);
}

/// Those that fit, the offline ones first where not all do.
std::vector<const Row*> with_room(const std::vector<Row>& profiles, std::size_t room) {
    std::vector<const Row*> shown;
    shown.reserve(profiles.size());
    for (const auto& profile : profiles)
        shown.push_back(&profile);
    if (shown.size() <= room)
        return shown;
    std::ranges::stable_partition(shown,
                                  [](const auto* each) { return each->report.state == State::offline; });
    shown.resize(room == 0 ? 0 : room - 1); // the last line says how many are left out
    return shown;
}

} // namespace

// A column of width 0 is left out.
struct LiveTable::Widths {
    Widths(const std::vector<Row>& profiles, std::size_t columns) {
        for (const auto& [report, next, looking] : profiles) {
            name = std::max(name, offlinectl::columns(printable(report.profile)));
            reason = std::max(reason, word(report.reason).size());
        }
        name = std::min(name, longest_name);
        const auto fixed = [&] {
            std::size_t sum = 0;
            for (const auto width : {name, state, reason, age, next_look})
                sum += width == 0 ? 0 : width + gap.size();
            return sum;
        };
        for (auto* const least_wanted : {&next_look, &age})
            if (fixed() + shortest_detail > columns)
                *least_wanted = 0;
        detail = columns > fixed() ? columns - fixed() : 0;
    }

    std::size_t name = std::string_view("PROFILE").size();
    std::size_t state = std::string_view("offline").size();
    std::size_t reason = std::string_view("REASON").size();
    std::size_t age = std::string_view("just now").size();
    std::size_t next_look = std::string_view("NEXT LOOK").size();
    std::size_t detail = 0;
};

std::string LiveTable::heading(const Widths& widths) const {
    std::string line;
    const auto add = [&](std::string_view text, std::size_t width) {
        if (width != 0)
            line += in_columns(text, width) + std::string(gap);
    };
    add("PROFILE", widths.name);
    add("STATE", widths.state);
    add("REASON", widths.reason);
    add("FOR", widths.age);
    add("NEXT LOOK", widths.next_look);
    return ink_(Tint::quiet, line + fitted("DETAIL", widths.detail));
}

std::string LiveTable::line(const Row& row, const Widths& widths, const Moment& now) const {
    const auto& report = row.report;
    std::string text = in_columns(report.profile, widths.name) + std::string(gap) +
                       ink_(tint_of(report), in_columns(word(report.state), widths.state)) +
                       std::string(gap) + in_columns(word(report.reason), widths.reason) + std::string(gap);
    if (widths.age != 0)
        text += in_columns(age_of(report, now), widths.age) + std::string(gap);
    if (widths.next_look != 0)
        text += ink_(Tint::quiet, in_columns(next_look_of(row), widths.next_look)) + std::string(gap);
    return text + fitted(printable(report.detail), widths.detail);
}

std::vector<std::string> LiveTable::lines(const std::vector<Row>& profiles,
                                          const std::deque<std::string>& changes, Screen::Size size,
                                          const Moment& now) const {
    const auto [columns, height] = size;
    const Widths widths(profiles, columns);
    const auto shown =
        with_room(profiles, height > fewest_changes + 2 ? height - fewest_changes - 2 : height - 1);
    std::vector<std::string> lines{heading(widths)};
    for (const auto* profile : shown)
        lines.push_back(line(*profile, widths, now));
    if (shown.size() < profiles.size())
        lines.push_back(ink_(Tint::quiet, "and " + std::to_string(profiles.size() - shown.size()) +
                                              " more, for which there is no room"));
    if (height > lines.size() + 1) {
        lines.emplace_back();
        const auto room = std::min(changes.size(), height - lines.size());
        lines.insert(lines.end(), changes.end() - static_cast<std::ptrdiff_t>(room), changes.end());
    }
    lines.resize(std::min(lines.size(), height));
    for (auto& each : lines)
        each = fitted(each, columns);
    return lines;
}

} // namespace offline::offlinectl
