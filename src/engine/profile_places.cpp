#include "engine/profile_places.h"

#include <array>
#include <cstdlib>

#include <pwd.h>
#include <unistd.h>

namespace offline::engine {
namespace {

using std::filesystem::path;

path home() {
    if (const char* home = std::getenv("HOME"); home && path(home).is_absolute())
        return home;
    std::array<char, 4096> room;
    passwd entry{};
    passwd* user = nullptr;
    getpwuid_r(getuid(), &entry, room.data(), room.size(), &user);
    return user ? user->pw_dir : "/";
}

/// The folder that the XDG variable names, else that one below the user's home.
path xdg_folder(const char* variable, std::string_view below_home) {
    if (const char* folder = std::getenv(variable); folder && path(folder).is_absolute())
        return folder;
    return home() / below_home;
}

} // namespace

path own_profiles() { return xdg_folder("XDG_CONFIG_HOME", ".config") / "offlined" / "profiles"; }

path kept_state() { return xdg_folder("XDG_STATE_HOME", ".local/state") / "offlined"; }

std::string_view variable_of_own_profiles() noexcept { return "XDG_CONFIG_HOME"; }

path system_wide_profiles() { return "/etc/offlined/profiles"; }

bool may_stand_in_a_file_name(char character) noexcept { return character != '/' && character != '\\'; }

bool is_a_device(std::string_view) noexcept { return false; }

} // namespace offline::engine
