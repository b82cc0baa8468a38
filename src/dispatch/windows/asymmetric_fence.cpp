#include "dispatch/asymmetric_fence.h"

namespace offline::dispatch {

// FlushProcessWriteBuffers() would serve, where it does what it says: not every Wine's does.
const bool heavy_fence_serves_both = false;

void heavy_fence() noexcept { std::atomic_thread_fence(std::memory_order_seq_cst); }

} // namespace offline::dispatch
