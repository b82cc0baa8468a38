#include "base/timestamp.h"

#include <cstddef>

namespace offline::base {
namespace {

/// So many digits, with zeros before them. A line of a log or of a long history has a time in it, and
/// printf() would take longer for that than for all the rest.
void append(std::string& text, unsigned value, std::size_t digits) {
    text.append(digits, '0');
    for (auto at = text.rbegin(); value != 0 && digits != 0; --digits, value /= 10)
        *at++ = static_cast<char>('0' + value % 10);
}

} // namespace

std::string rfc3339(WallTime time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<microseconds>(time - day));
    std::string text;
    text.reserve(sizeof "2026-11-22T09:30:00.123456Z");
    const auto add = [&](auto value, std::size_t digits, char after) {
        append(text, static_cast<unsigned>(value), digits);
        text += after;
    };
    add(static_cast<int>(date.year()), 4, '-');
    add(static_cast<unsigned>(date.month()), 2, '-');
    add(static_cast<unsigned>(date.day()), 2, 'T');
    add(clock.hours().count(), 2, ':');
    add(clock.minutes().count(), 2, ':');
    add(clock.seconds().count(), 2, '.');
    add(clock.subseconds().count(), 6, 'Z');
    return text;
}

} // namespace offline::base
