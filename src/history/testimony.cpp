#include "history/testimony.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>

namespace offline::history {
namespace {

constexpr std::size_t longest_detail = 200; // bytes: a server's own words have no other end

std::string on_one_line(std::string_view text) {
    std::string line(text.substr(0, longest_detail));
    std::ranges::replace_if(
        line, [](char c) { return c == '\t' || c == '\n'; }, ' ');
    return line;
}

/// The text up to the next `end`, which is taken off with it.
std::string_view take(std::string_view& rest, char end) {
    const auto length = std::min(rest.find(end), rest.size());
    const auto taken = rest.substr(0, length);
    rest.remove_prefix(std::min(length + 1, rest.size()));
    return taken;
}

std::optional<Witness> read_line(std::string_view line) {
    Witness witness;
    witness.endpoint = take(line, '\t');
    const auto reason = reason_of(take(line, '\t'));
    const auto took = take(line, '\t');
    std::int64_t microseconds = 0;
    const auto [end, error] = std::from_chars(took.data(), took.data() + took.size(), microseconds);
    if (!reason || error != std::errc{} || end != took.data() + took.size())
        return std::nullopt;
    witness.ok = *reason == Reason::ok;
    witness.reason = *reason;
    witness.took = std::chrono::microseconds(microseconds);
    witness.address = take(line, '\t');
    witness.detail = line;
    return witness;
}

} // namespace

std::string print_testimony(const std::vector<Witness>& evidence) {
    std::string lines;
    for (const auto& each : evidence) {
        const auto took = std::chrono::round<std::chrono::microseconds>(each.took).count();
        lines += on_one_line(each.endpoint) + '\t';
        lines += word(each.ok ? Reason::ok : each.reason);
        lines += '\t' + std::to_string(took) + '\t' + on_one_line(each.address) + '\t' +
                 on_one_line(each.detail) + '\n';
    }
    return lines;
}

std::vector<Witness> read_testimony(std::string_view lines) {
    std::vector<Witness> evidence;
    while (!lines.empty())
        if (auto witness = read_line(take(lines, '\n')))
            evidence.push_back(std::move(*witness));
    return evidence;
}

} // namespace offline::history
