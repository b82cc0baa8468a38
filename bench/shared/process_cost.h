#pragma once

#include <chrono>
#include <cstdint>

#include <sys/types.h>

namespace offline::bench {

/// What a process has cost so far, by /proc: all its threads together.
struct ProcessCost {
    std::chrono::nanoseconds cpu{};
    std::uint64_t wake_ups{}; ///< how often a thread waited and went on
    std::uint64_t resident_kib{};

    /// Throws where there is no such process.
    static ProcessCost of(pid_t process);
};

} // namespace offline::bench
