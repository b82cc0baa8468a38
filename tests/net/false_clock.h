#pragma once

#include <chrono>

namespace offline::net {

// A program that is linked with false_clock.cpp, and each library in it, sees a clock that the test can put
// forward; the passing of time stays the kernel's.

/// The machine has slept for so long, and the kernel says that the clock was set, as it does then.
void sleep_unannounced(std::chrono::seconds time);
/// The same, and nothing is said.
void sleep_unnoticed(std::chrono::seconds time);
/// Somebody has set the clock.
void set_clock(std::chrono::seconds forward);

} // namespace offline::net
