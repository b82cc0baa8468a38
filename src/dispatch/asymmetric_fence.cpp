#include "dispatch/asymmetric_fence.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace offline::dispatch {
namespace {

bool membarrier(int command) noexcept { return ::syscall(SYS_membarrier, command, 0U, 0) == 0; }

} // namespace

const bool heavy_fence_serves_both = membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);

void heavy_fence() noexcept {
    std::atomic_thread_fence(std::memory_order_seq_cst);
    if (heavy_fence_serves_both)
        membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

} // namespace offline::dispatch
