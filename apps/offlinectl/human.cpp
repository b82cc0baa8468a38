#include "offlinectl/human.h"

#include <algorithm>
#include <ctime>
#include <iomanip>
#include <map>
#include <sstream>

#include "base/duration.h"
#include "offlinectl/columns.h"
#include "offlinectl/local_time.h"
#include "offlinectl/text.h"

namespace offline::offlinectl {
namespace {

constexpr std::size_t step_width = 8; // greeting
constexpr std::size_t time_width = 8; // 12.3 min

std::string clock_time(base::WallTime time) { return local_time(time, "%H:%M:%S"); }

/// The time alone where it was today, else the day with it.
std::string day_time(base::WallTime time, base::WallTime now) {
    const bool today = local_time(time, "%F") == local_time(now, "%F");
    return today ? clock_time(time) : local_time(time, "%F %H:%M");
}

/// When something will be: never in the past, however late the look at the clock.
std::string until(base::Duration left) {
    return left > base::Duration::zero() ? "in " + base::humane(left) : "now";
}

} // namespace

std::string Human::standing(State state, Reason reason, std::string_view detail) const {
    const auto tint = state == State::offline     ? Tint::bad
                      : reason == Reason::unknown ? Tint::doubtful
                                                  : Tint::good;
    return ink_(tint, padded(word(state), state_width)) + std::string(gap) +
           padded(word(reason), reason_width) + std::string(gap) + printable(detail);
}

std::string Human::status(const session::Report& report, std::size_t width, const Moment& now) const {
    auto line = padded(printable(report.profile), width) + std::string(gap) +
                standing(report.state, report.reason, report.detail);
    if (report.since)
        line += ink_(Tint::quiet, "  since " + day_time(*report.since, now.wall));
    return line;
}

std::string Human::event(std::string_view profile, std::size_t width, const session::Event& event,
                         const std::optional<Lasted>& before, const Moment& now) const {
    auto line = clock_time(now.wall) + std::string(gap) + padded(printable(profile), width) +
                std::string(gap) + standing(event.new_state, event.reason, event.detail);
    if (before)
        line += ink_(Tint::quiet, "  (was " + std::string(word(before->state)) + " for " +
                                      (before->at_least ? "at least " : "") + base::humane(before->duration) +
                                      ")");
    return line;
}

std::string Human::steps(const model::Look& look, std::string_view indent) const {
    std::string lines;
    for (const auto& step : look.steps) {
        lines += '\n' + std::string(indent) + padded(word(step.kind), step_width) + std::string(gap) +
                 (step.ok ? ink_(Tint::good, "ok    ") : ink_(Tint::bad, "failed")) + std::string(gap) +
                 padded_left(base::humane(step.took), time_width);
        if (!step.detail.empty())
            lines += std::string(gap) + printable(step.detail);
    }
    return lines;
}

std::string Human::look(std::string_view url, const model::Look& look) const {
    const auto answer = look.ok ? ink_(Tint::good, "ok") : ink_(Tint::bad, word(look.reason));
    const auto at = look.address ? " at " + look.address->to_string() : "";
    return printable(url) + std::string(gap) + answer + " in " + base::humane(look.total) + at + ": " +
           printable(look.detail) + steps(look, "  ");
}

std::string Human::endpoint(const session::EndpointReport& endpoint, const Moment& now) const {
    auto text = "  " + printable(endpoint.endpoint.url) + std::string(gap);
    const auto next = endpoint.looking     ? ", being looked at now"
                      : endpoint.next_look ? ", next look " + until(*endpoint.next_look - now.monotonic)
                                           : ", next look when something changes";
    if (!endpoint.look)
        return text + ink_(Tint::doubtful, "not looked at yet") + ink_(Tint::quiet, next);
    const auto& look = *endpoint.look;
    const auto ago = base::humane(std::max(now.monotonic - look.at, base::Duration::zero()));
    text += look.ok ? ink_(Tint::good, "ok") : ink_(Tint::bad, word(look.reason));
    if (look.address)
        text += " at " + look.address->to_string();
    return text + ": " + printable(look.detail) + ink_(Tint::quiet, "  (" + ago + " ago" + next + ")") +
           steps(look, "    ");
}

std::string Human::explanation(const session::Explanation& explanation, const Moment& now) const {
    auto text = status(explanation.report, 0, now);
    if (explanation.report.wish == State::offline)
        text += "\n  the wish is to work offline";
    for (const auto& each : explanation.endpoints)
        text += '\n' + endpoint(each, now);
    text += objects(explanation.objects);
    if (explanation.suppressed != 0)
        text += '\n' + ink_(Tint::quiet, "  " + std::to_string(explanation.suppressed) +
                                             " events changed nothing and were not told");
    return text + sources(explanation.sources);
}

std::string Human::objects(const std::vector<model::HeldObject>& objects) const {
    std::string text;
    std::map<std::string, std::string> indents; // by path: a child stands under its parent
    for (const auto& each : objects) {
        const auto above = indents.find(each.parent);
        const auto& indent = indents[each.path] =
            above == indents.end() ? std::string("  ") : above->second + "  ";
        const auto tint = each.state == State::online ? Tint::good : Tint::bad;
        text += '\n' + indent + (each.guid.empty() ? "a store" : "provider " + printable(each.guid)) +
                " of " + (each.program.empty() ? "process " : printable(each.program) + " ") + '(' +
                std::to_string(each.process) + ')' + std::string(gap) + ink_(tint, word(each.state)) + ": " +
                std::string(word(each.reason));
    }
    return text;
}

std::string Human::sources(const std::vector<model::Source>& sources) const {
    using Outcome = model::Source::Outcome;
    std::string failed;
    std::map<Outcome, std::string> names;
    for (const auto& source : sources) {
        if (source.outcome == Outcome::failed)
            failed +=
                '\n' + ink_(Tint::doubtful, "  " + source.name + " failed") + ": " + printable(source.detail);
        auto& listed = names[source.outcome];
        listed += (listed.empty() ? "" : ", ") + source.name;
    }
    std::string text;
    if (!names[Outcome::working].empty())
        text += "  news comes from " + names[Outcome::working];
    if (!names[Outcome::absent].empty())
        text += (text.empty() ? "  absent: " : "; absent: ") + names[Outcome::absent];
    return (text.empty() ? text : '\n' + ink_(Tint::quiet, text)) + failed;
}

std::string Human::profile(const model::Profile& profile, std::size_t width) const {
    auto line = padded(printable(profile.name), width);
    for (const auto& endpoint : profile.endpoints)
        line += std::string(gap) + printable(endpoint.url);
    return line;
}

std::string Human::finding(const Finding& finding) const {
    using Outcome = model::Source::Outcome;
    constexpr std::size_t widest_name = std::string_view("network-manager").size();
    const auto& [name, outcome, detail] = finding.of;
    auto line = padded(name, widest_name) + std::string(gap) +
                ink_(outcome == Outcome::working ? Tint::good
                     : finding.remedy.empty()    ? Tint::quiet
                                                 : Tint::bad,
                     word(outcome));
    if (!detail.empty())
        line += ": " + printable(detail);
    if (!finding.remedy.empty())
        line += '\n' + std::string(widest_name + gap.size(), ' ') + ink_(Tint::quiet, finding.remedy);
    return line;
}

std::size_t widest(const std::vector<std::string>& names) {
    std::size_t width = 0;
    for (const auto& name : names)
        width = std::max(width, columns(printable(name)));
    return width;
}

} // namespace offline::offlinectl
