#include "base/duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <system_error>

namespace offline::base {
namespace {

using namespace std::chrono_literals;

struct Unit {
    std::string_view name;
    Duration length;
};

constexpr auto units = std::to_array<Unit>({{"h", 1h}, {"min", 1min}, {"s", 1s}, {"ms", 1ms}});
constexpr Duration longest = std::chrono::hours{24} * 3653;

std::string format(double value, int decimals, const char* unit) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.*f %s", decimals, value, unit);
    return text.data();
}

std::string two_parts(std::int64_t big, const char* big_name, std::int64_t small, const char* small_name) {
    std::string text = std::to_string(big) + " " + big_name;
    if (small != 0)
        text += " " + std::to_string(small) + " " + small_name;
    return text;
}

} // namespace

Result<Duration> parse_duration(std::string_view text) {
    const auto refuse = [&] {
        return failure(Code::usage,
                       "\"" + std::string(text) + "\" is not a duration: write 500ms, 5s, 2min or 1h");
    };
    std::int64_t count = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || text.front() == '-')
        return refuse();
    const std::string_view name(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    if (name.empty() && count == 0)
        return Duration::zero();
    for (const auto& unit : units) {
        if (unit.name != name)
            continue;
        if (count > longest / unit.length)
            return refuse();
        return unit.length * count;
    }
    return refuse();
}

std::string print_duration(Duration duration) {
    if (duration == Duration::zero())
        return "0s";
    for (const auto& unit : units)
        if (duration % unit.length == Duration::zero())
            return std::to_string(duration / unit.length) + std::string(unit.name);
    return std::to_string(duration / 1ms) + "ms";
}

std::string humane(Duration duration) {
    const auto seconds = std::chrono::duration<double>(duration).count();
    const auto minutes = duration / 1min;
    // The borders are where rounding would reach the next unit or digit: never "1000 ms", "10.0 s" or "60 s".
    if (duration < 999'500us)
        return format(seconds * 1e3, duration < 9'950us ? 1 : 0, "ms");
    if (duration < 59'500ms)
        return format(seconds, duration < 9'950ms ? 1 : 0, "s");
    if (duration < 1min)
        return "1 min";
    if (duration < 1h)
        return two_parts(minutes, "min", 0, "");
    if (duration < 24h)
        return two_parts(minutes / 60, "h", minutes % 60, "min");
    return two_parts(minutes / 1440, "d", minutes / 60 % 24, "h");
}

} // namespace offline::base
