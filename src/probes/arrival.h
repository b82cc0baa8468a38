#pragma once

#include <chrono>
#include <cstdint>

namespace offline::probes {

/// Whether the TCP peer's bytes reached this machine within that time, read by us or not: the kernel knows.
/// On Windows it does not tell, and the answer is no.
bool bytes_came_within(std::chrono::milliseconds time, std::intptr_t socket);

} // namespace offline::probes
