#pragma once

#include <chrono>
#include <limits>

namespace offline::bus {

// What a flood may cost. A sanitizer keeps what was freed, and proves no time.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr bool is_measured = false;
#else
inline constexpr bool is_measured = true;
#endif

inline constexpr auto soon = std::chrono::seconds(is_measured ? 5 : 60);

constexpr long at_most_kib(long kib) { return is_measured ? kib : std::numeric_limits<long>::max(); }

} // namespace offline::bus
