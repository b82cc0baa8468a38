#pragma once

#include <chrono>
#include <cstdint>

#include "base/timestamp.h"

namespace offline::history {

using Microseconds = std::chrono::microseconds;

// On disk moments and lengths are whole microseconds: on the wall clock since 1970.

inline std::int64_t on_disk(base::WallTime time) {
    return std::chrono::floor<Microseconds>(time.time_since_epoch()).count();
}

inline std::int64_t on_disk(base::Instant instant) {
    return std::chrono::floor<Microseconds>(instant.time_since_epoch()).count();
}

inline base::WallTime wall_time(std::int64_t on_disk) { return base::WallTime(Microseconds(on_disk)); }

inline constexpr std::int64_t microseconds_an_hour = Microseconds(std::chrono::hours(1)).count();

/// The hour that a moment belongs to, counted from 1970.
inline std::int64_t hour_of(std::int64_t time_on_disk) {
    const auto hour = time_on_disk / microseconds_an_hour;
    return time_on_disk % microseconds_an_hour < 0 ? hour - 1 : hour;
}

} // namespace offline::history
