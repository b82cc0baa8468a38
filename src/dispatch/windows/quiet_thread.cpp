#include "dispatch/quiet_thread.h"

#include <utility>

namespace offline::dispatch {

// Windows has no signals that could come to a thread.
void block_every_signal() noexcept {}

std::thread quiet_thread(std::function<void()> body) { return std::thread(std::move(body)); }

} // namespace offline::dispatch
