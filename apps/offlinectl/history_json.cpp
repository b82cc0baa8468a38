#include "offlinectl/history_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <boost/json.hpp>

#include "base/utf8.h"

namespace offline::offlinectl::json {
namespace {

constexpr std::size_t chunk =
    64 << 10; // bytes a write: one for each line would take longer than all the rest

/// Whether it stands in JSON as it is.
bool plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

std::string as_json(std::string_view any) {
    if (plain(any))
        return '"' + std::string(any) + '"';
    return boost::json::serialize(boost::json::string(base::sound_utf8(any)));
}

long long whole_ms(std::chrono::microseconds duration) {
    return std::chrono::round<std::chrono::milliseconds>(duration).count();
}

std::string decimal(double number, int places) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, places);
    return {digits.data(), end.ptr};
}

void add_change(std::string& out, const std::string& begin, const history::PastChange& change) {
    out += begin;
    out += word(change.from);
    out += R"(","new":")";
    out += word(change.to);
    out += R"(","reason":")";
    out += word(change.reason);
    out += R"(","detail":)";
    out += as_json(change.detail);
    out += R"(,"time":")";
    out += base::rfc3339(change.time);
    out += R"(","lasted_ms":)";
    out += std::to_string(whole_ms(change.lasted));
}

void add_evidence(std::string& out, const std::vector<history::Witness>& evidence) {
    out += R"(,"endpoints":[)";
    const char* before = "";
    for (const auto& each : evidence) {
        out += std::exchange(before, ",");
        out += R"({"endpoint":)" + as_json(each.endpoint) + R"(,"ok":)" + (each.ok ? "true" : "false");
        out += R"(,"reason":")" + std::string(word(each.reason)) + R"(","detail":)" + as_json(each.detail);
        out += R"(,"address":)" + (each.address.empty() ? "null" : as_json(each.address));
        out += R"(,"total_ms":)" + decimal(std::chrono::duration<double, std::milli>(each.took).count(), 3) +
               '}';
    }
    out += ']';
}

} // namespace

void print_changes(std::string_view profile, const std::vector<history::PastChange>& changes,
                   const std::vector<std::vector<history::Witness>>& evidence, Console& console) {
    const auto begin = R"({"event":"change","profile":)" + as_json(profile) + R"(,"old":")";
    std::string lines;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        if (!lines.empty())
            lines += '\n';
        add_change(lines, begin, changes[i]);
        if (i < evidence.size())
            add_evidence(lines, evidence[i]);
        lines += '}';
        if (lines.size() >= chunk) {
            console.print(lines);
            lines.clear();
        }
    }
    if (!lines.empty())
        console.print(lines);
}

std::string summary(std::string_view profile, const std::optional<history::Summary>& summary,
                    std::optional<base::WallTime> asked_since) {
    const auto sum = summary.value_or(history::Summary{});
    const auto since = summary ? std::optional(sum.since) : asked_since;
    return R"({"event":"summary","profile":)" + as_json(profile) + R"(,"since":)" +
           (since ? '"' + base::rfc3339(*since) + '"' : "null") + R"(,"online_ms":)" +
           std::to_string(whole_ms(sum.online)) + R"(,"offline_ms":)" +
           std::to_string(whole_ms(sum.offline)) + R"(,"availability":)" + decimal(sum.availability(), 6) +
           R"(,"changes":)" + std::to_string(sum.changes) + "}";
}

} // namespace offline::offlinectl::json
