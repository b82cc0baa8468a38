#include "offlinectl/json.h"

#include <array>
#include <charconv>

#include <boost/json.hpp>

#include "base/utf8.h"

namespace offline::offlinectl::json {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

// Boost.JSON writes what it is given, sound or not.
value text(std::string_view any) { return value(base::sound_utf8(any)); }

/// Milliseconds, to the microsecond.
double ms(std::chrono::nanoseconds duration) {
    return static_cast<double>(std::chrono::round<std::chrono::microseconds>(duration).count()) / 1e3;
}

/// As boost::json::serialize, but 38.4 instead of 3.84E1.
void write(std::string& out, const value& any) {
    if (const auto* members = any.if_object()) {
        const char* before = "{";
        for (const auto& [key, member] : *members) {
            out += before + boost::json::serialize(key) + ':';
            write(out, member);
            before = ",";
        }
        out += '}';
    } else if (const auto* items = any.if_array()) {
        out += '[';
        for (const auto* item = items->begin(); item != items->end(); ++item) {
            out += item == items->begin() ? "" : ",";
            write(out, *item);
        }
        out += ']';
    } else if (const auto* number = any.if_double()) {
        std::array<char, 64> digits{};
        const auto end =
            std::to_chars(digits.data(), digits.data() + digits.size(), *number, std::chars_format::fixed);
        out.append(digits.data(), end.ptr);
    } else {
        out += boost::json::serialize(any);
    }
}

std::string line(const object& members) {
    std::string out;
    write(out, members);
    return out;
}

object standing(const session::Report& report) {
    return {{"profile", text(report.profile)},
            {"state", word(report.state)},
            {"reason", word(report.reason)},
            {"detail", text(report.detail)}};
}

std::string time_of(base::WallTime time) { return base::rfc3339(time); }

object look_members(std::string_view url, const model::Look& look, base::WallTime time) {
    array steps;
    for (const auto& step : look.steps)
        steps.push_back({{"step", word(step.kind)},
                         {"ok", step.ok},
                         {"ms", ms(step.took)},
                         {"detail", text(step.detail)}});
    return {{"endpoint", text(url)},
            {"ok", look.ok},
            {"reason", word(look.reason)},
            {"detail", text(look.detail)},
            {"address", look.address ? value(look.address->to_string()) : value(nullptr)},
            {"steps", std::move(steps)},
            {"total_ms", ms(look.total)},
            {"time", time_of(time)}};
}

object endpoint_members(const session::EndpointReport& endpoint, const Moment& now) {
    const model::Look never{.detail = endpoint.looking ? "being looked at now" : "not looked at yet",
                            .at = now.monotonic};
    const auto& look = endpoint.look ? *endpoint.look : never;
    auto members = look_members(endpoint.endpoint.url, look, now.wall_at(look.at));
    members["next_look_in_ms"] =
        endpoint.next_look ? value(ms(*endpoint.next_look - now.monotonic)) : value(nullptr);
    return members;
}

array words(const std::vector<std::string>& command) {
    array all;
    for (const auto& word : command)
        all.push_back(text(word));
    return all;
}

array urls(const model::Profile& profile) {
    array all;
    for (const auto& endpoint : profile.endpoints)
        all.push_back(text(endpoint.url));
    return all;
}

} // namespace

std::string status(const session::Report& report) {
    auto members = standing(report);
    members["since"] = report.since ? value(time_of(*report.since)) : value(nullptr);
    members["wish"] = word(report.wish);
    members["verdict"] = report.verdict;
    return line(members);
}

std::string event(std::string_view profile, const session::Event& event, const Moment& now) {
    using Kind = session::Event::Kind;
    object members;
    switch (event.kind) {
    case Kind::snapshot:
        members = {{"event", "snapshot"}, {"profile", text(profile)}, {"state", word(event.new_state)}};
        break;
    case Kind::notify:
        members = {{"event", "notify"},
                   {"profile", text(profile)},
                   {"type", word(event.phase)},
                   {"old", word(event.old_state)},
                   {"new", word(event.new_state)}};
        break;
    case Kind::reason:
        members = {{"event", "reason"},
                   {"profile", text(profile)},
                   {"state", word(event.new_state)},
                   {"old_reason", word(event.old_reason)}};
        break;
    }
    members["reason"] = word(event.reason);
    members["detail"] = text(event.detail);
    members["time"] = time_of(now.wall);
    members["monotonic_ns"] = now.monotonic.time_since_epoch().count();
    return line(members);
}

std::string look(std::string_view url, const model::Look& look, const Moment& now) {
    return line(look_members(url, look, now.wall_at(look.at)));
}

std::string explanation(const session::Explanation& explanation, const Moment& now) {
    auto members = standing(explanation.report);
    members["wish"] = word(explanation.report.wish);
    members["verdict"] = explanation.report.verdict;
    members["parent"] = nullptr; // a profile's own object has none
    array endpoints;
    for (const auto& endpoint : explanation.endpoints)
        endpoints.push_back(endpoint_members(endpoint, now));
    members["endpoints"] = std::move(endpoints);
    members["suppressed"] = explanation.suppressed;
    members["next_look_in_ms"] =
        explanation.next_look_in ? value(ms(*explanation.next_look_in)) : value(nullptr);
    array sources;
    for (const auto& source : explanation.sources)
        sources.push_back(
            {{"source", source.name}, {"outcome", word(source.outcome)}, {"detail", text(source.detail)}});
    members["sources"] = std::move(sources);
    array objects;
    for (const auto& each : explanation.objects)
        objects.push_back({{"object", each.path},
                           {"parent", each.parent},
                           {"process", each.process},
                           {"program", text(each.program)},
                           {"guid", each.guid.empty() ? value(nullptr) : text(each.guid)},
                           {"state", word(each.state)},
                           {"reason", word(each.reason)}});
    members["objects"] = std::move(objects);
    return line(members);
}

std::string profile(const model::Profile& profile) {
    const auto& probe = profile.probe;
    const auto& settle = profile.settle;
    return line({{"profile", text(profile.name)},
                 {"endpoints", urls(profile)},
                 {"require", profile.require == model::Require::all ? "all" : "any"},
                 {"probe",
                  {{"interval_ms", ms(probe.interval)},
                   {"timeout_ms", ms(probe.timeout)},
                   {"strikes", probe.strikes},
                   {"retry_ms", ms(probe.retry)},
                   {"retry_max_ms", ms(probe.retry_max)}}},
                 {"settle",
                  {{"online_ms", ms(settle.online)},
                   {"offline_ms", ms(settle.offline)},
                   {"damping", settle.damping}}},
                 {"hooks",
                  {{"on_online", words(profile.hooks.on_online)},
                   {"on_offline", words(profile.hooks.on_offline)},
                   {"timeout_ms", ms(profile.hooks.timeout)}}}});
}

std::string played(std::string_view profile, const Script::Step& step, const Moment& now) {
    return line({{"event", "played"},
                 {"line", step.line},
                 {"profile", text(profile)},
                 {"state", word(step.state)},
                 {"reason", word(step.reason)},
                 {"detail", text(step.detail)},
                 {"time", time_of(now.wall)},
                 {"monotonic_ns", now.monotonic.time_since_epoch().count()}});
}

std::string finding(const Finding& finding) {
    return line({{"check", finding.of.name},
                 {"outcome", word(finding.of.outcome)},
                 {"detail", text(finding.of.detail)},
                 {"remedy", finding.remedy.empty() ? value(nullptr) : value(finding.remedy)}});
}

std::string profile_file(std::string_view name, std::string_view file) {
    return line({{"profile", text(name)}, {"file", text(file)}});
}

} // namespace offline::offlinectl::json
