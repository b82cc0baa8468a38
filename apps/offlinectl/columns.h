#pragma once

#include <cstddef>
#include <string_view>

namespace offline::offlinectl {

// What stands in columns, here as there.
inline constexpr std::size_t state_width = 7;   // offline
inline constexpr std::size_t reason_width = 15; // connect-timeout, service-refused
inline constexpr std::string_view gap = "  ";

} // namespace offline::offlinectl
