#pragma once

#include <string>
#include <string_view>

namespace offline::bus {

inline constexpr std::string_view bus_name = "org.offlined.Offline1";
inline constexpr std::string_view manager_path = "/org/offlined/Offline1";

/// The object path of the profile of that name: the same for all names that are one profile.
std::string profile_path(std::string_view name);

} // namespace offline::bus
