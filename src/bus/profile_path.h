#pragma once

#include <string>
#include <string_view>

namespace offline::bus {

/// The object path of the profile of that name: the same for all names that are one profile.
std::string profile_path(std::string_view name);

} // namespace offline::bus
