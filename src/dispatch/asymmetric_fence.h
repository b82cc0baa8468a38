#pragma once

#include <atomic>

namespace offline::dispatch {

/// Two fences that make one: whoever passes light_fence() millions of times pays nothing for it, whoever
/// passes heavy_fence() now and then pays for both. Between a store and a later load on one side, and a store
/// and a later load on the other, at least one side sees the other's store.
///
/// On Linux heavy_fence() is membarrier(2); where the kernel has none, both are ordinary fences.
extern const bool heavy_fence_serves_both;

inline void light_fence() noexcept {
    if (heavy_fence_serves_both) [[likely]]
        std::atomic_signal_fence(std::memory_order_seq_cst);
    else
        std::atomic_thread_fence(std::memory_order_seq_cst);
}

void heavy_fence() noexcept;

} // namespace offline::dispatch
