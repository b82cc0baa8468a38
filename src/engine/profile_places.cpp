#include "engine/profile_places.h"

#include <array>
#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

namespace offline::engine {
namespace {

using std::filesystem::path;

path config_home() {
    if (const char* home = std::getenv("XDG_CONFIG_HOME"); home && path(home).is_absolute())
        return home;
    if (const char* home = std::getenv("HOME"); home && path(home).is_absolute())
        return path(home) / ".config";
    std::array<char, 4096> room;
    passwd entry{};
    passwd* user = nullptr;
    getpwuid_r(getuid(), &entry, room.data(), room.size(), &user);
    return path(user ? user->pw_dir : "/") / ".config";
}

} // namespace

path own_profiles() { return config_home() / "offlined" / "profiles"; }

std::string_view variable_of_own_profiles() noexcept { return "XDG_CONFIG_HOME"; }

path system_wide_profiles() { return "/etc/offlined/profiles"; }

bool may_stand_in_a_file_name(char character) noexcept { return character != '/' && character != '\\'; }

bool is_a_device(std::string_view) noexcept { return false; }

} // namespace offline::engine
