#pragma once

#include <cstdint>

namespace offline::dispatch {

/// Names a registration: unique in the process, never 0, never used again.
enum class Token : std::uint32_t { none = 0 };

} // namespace offline::dispatch
