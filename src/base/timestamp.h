#pragma once

#include <chrono>
#include <string>

namespace offline::base {

/// A moment on the clock that never jumps (CLOCK_MONOTONIC). A value: nothing in this folder reads a clock.
using Instant = std::chrono::steady_clock::time_point;

/// A moment on the wall clock, in UTC.
using WallTime = std::chrono::system_clock::time_point;

/// RFC 3339 in UTC with microseconds: `2026-11-22T09:30:00.123456Z`.
std::string rfc3339(WallTime time);

} // namespace offline::base
