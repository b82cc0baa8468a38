#pragma once

#include <functional>
#include <thread>

namespace offline::dispatch {

/// For a thread of ours that was in a client's hands.
void block_every_signal() noexcept;

/// A thread of the runtime: it blocks every signal, so that none of the program's handlers ever runs on it.
/// Throws std::system_error where the system gives no more threads.
std::thread quiet_thread(std::function<void()> body);

} // namespace offline::dispatch
