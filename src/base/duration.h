#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace offline::base {

using Duration = std::chrono::nanoseconds;

/// `500ms`, `5s`, `2min`, `1h`; `0` alone is allowed too. Nothing negative, at most ten years.
Result<Duration> parse_duration(std::string_view text);

/// The shortest text that parse_duration reads back to the same value, in whole milliseconds.
std::string print_duration(Duration duration);

/// For people: `0.4 ms`, `12 ms`, `3.2 s`, `4 min`, `2 h 5 min`, `3 d 4 h`.
std::string humane(Duration duration);

} // namespace offline::base
