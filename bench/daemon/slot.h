#pragma once

#include <atomic>
#include <cstdint>

namespace offline::bench {

/// What one client process writes for the benchmark to read: in a file that both have in their memory.
struct Slot {
    std::atomic<std::uint64_t> is_ready;
    std::atomic<std::uint64_t> dones;         ///< `DONE`s that its registrations have returned from
    std::atomic<std::int64_t> last_done_ns;   ///< on the clock that never jumps
    std::atomic<std::int64_t> first_start_ns; ///< of the change under way
};

} // namespace offline::bench
