#include "base/parse_time.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/duration.h"

namespace offline::base {
namespace {

using namespace std::chrono;

/// Takes what is expected off the front of a text, and remembers whether it was there.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    /// So many digits.
    int number(std::size_t digits) {
        int value = 0;
        const auto part = rest_.substr(0, digits);
        const auto* const end = part.data() + part.size();
        const bool all_digits = std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
        sound_ = sound_ && part.size() == digits && all_digits &&
                 std::from_chars(part.data(), end, value).ec == std::errc{};
        rest_.remove_prefix(part.size());
        return value;
    }

    /// One of these characters; which.
    char one_of(std::string_view wanted) {
        const char found = rest_.empty() ? '\0' : rest_.front();
        sound_ = sound_ && !rest_.empty() && wanted.find(found) != std::string_view::npos;
        rest_.remove_prefix(rest_.empty() ? 0 : 1);
        return found;
    }

    /// A point and digits, where they are there.
    nanoseconds fraction() {
        if (!rest_.starts_with('.'))
            return {};
        rest_.remove_prefix(1);
        const auto digits = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        sound_ = sound_ && digits != 0;
        nanoseconds sum{};
        nanoseconds unit = 100ms;
        for (const char digit : rest_.substr(0, digits)) {
            sum += unit * (digit - '0');
            unit /= 10;
        }
        rest_.remove_prefix(digits);
        return sum;
    }

    bool sound() const { return sound_; }

    bool at_end() const { return rest_.empty(); }

private:
    std::string_view rest_;
    bool sound_ = true;
};

std::optional<WallTime> parse_rfc3339(std::string_view text) {
    Scanner scan(text);
    const auto date_year = year(scan.number(4));
    scan.one_of("-");
    const auto date_month = month(static_cast<unsigned>(scan.number(2)));
    scan.one_of("-");
    const year_month_day date(date_year, date_month, day(static_cast<unsigned>(scan.number(2))));
    scan.one_of("Tt ");
    const auto hour = scan.number(2);
    scan.one_of(":");
    const auto minute = scan.number(2);
    scan.one_of(":");
    const auto second = scan.number(2);
    const auto fraction = scan.fraction();
    minutes east{};
    if (const char zone = scan.one_of("Zz+-"); zone == '+' || zone == '-') {
        const auto zone_hours = scan.number(2);
        scan.one_of(":");
        const auto zone_minutes = scan.number(2);
        if (zone_hours > 23 || zone_minutes > 59)
            return std::nullopt;
        east = (hours(zone_hours) + minutes(zone_minutes)) * (zone == '-' ? -1 : 1);
    }
    constexpr int leap_second = 60;
    // What the clock counts in nanoseconds ends in 2262.
    if (!scan.sound() || !scan.at_end() || !date.ok() || date_year < year(1970) || date_year > year(2200) ||
        hour > 23 || minute > 59 || second > leap_second)
        return std::nullopt;
    return sys_days(date) + hours(hour) + minutes(minute) + seconds(second) + fraction - east;
}

/// Also whole days, which no other duration needs.
std::optional<Duration> parse_age(std::string_view text) {
    if (!text.ends_with('d')) {
        const auto duration = parse_duration(text);
        return duration ? std::optional(*duration) : std::nullopt;
    }
    const auto as_hours = parse_duration(std::string(text.substr(0, text.size() - 1)) + "h");
    constexpr int hours_a_day = 24;
    constexpr auto longest = hours(hours_a_day) * 3653;
    if (!as_hours || *as_hours > longest / hours_a_day)
        return std::nullopt;
    return *as_hours * hours_a_day;
}

} // namespace

Result<WallTime> parse_time(std::string_view text, WallTime now) {
    if (text.starts_with('-')) {
        if (const auto age = parse_age(text.substr(1)))
            return now - *age;
    } else if (const auto time = parse_rfc3339(text)) {
        return *time;
    }
    return failure(Code::usage,
                   "\"" + std::string(text) + "\" is not a time: write -2h, -7d or 2026-11-22T09:30:00Z");
}

} // namespace offline::base
