#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace offline::history {

/// What a history keeps, and how it is written. The reason stands beside each default.
struct Policy {
    std::chrono::hours max_age = std::chrono::hours(24) * 400; ///< a year, and the same month a year before
    std::uint64_t max_bytes =
        64U << 20U;           ///< some 400,000 changes: nine months of one a minute, day and night
    std::size_t queue = 4096; ///< records that wait for a slow disk: under 2 MiB
    std::chrono::milliseconds linger{250}; ///< profiles flip together: one transaction for all of them
    std::chrono::milliseconds retry = std::chrono::minutes(1); ///< a full disk is tried again after so long
};

} // namespace offline::history
