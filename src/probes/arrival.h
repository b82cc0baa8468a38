#pragma once

#include <chrono>

namespace offline::probes {

/// Whether the TCP peer's bytes reached this machine within that time, read by us or not: the kernel knows.
bool bytes_came_within(std::chrono::milliseconds time, int socket);

} // namespace offline::probes
