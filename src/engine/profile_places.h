#pragma once

#include <filesystem>
#include <string_view>

namespace offline::engine {

/// The folder of the user's own profiles: `$XDG_CONFIG_HOME/offlined/profiles`, else below `~/.config`; on
/// Windows `%APPDATA%\offlined\profiles`. Empty where the user has no such place.
std::filesystem::path own_profiles();

/// The environment variable that moves it.
std::string_view variable_of_own_profiles() noexcept;

/// The folder of the profiles for every user: `/etc/offlined/profiles`; on Windows
/// `%ProgramData%\offlined\profiles`.
std::filesystem::path system_wide_profiles();

/// What is kept over restarts, the user's wishes: `$XDG_STATE_HOME/offlined`, else below `~/.local/state`; on
/// Windows beside the profiles.
std::filesystem::path kept_state();

/// Whether the file systems there take that character in the name of a file.
bool may_stand_in_a_file_name(char character) noexcept;

/// Whether a file of that name, with any extension, is a device there: on Windows CON, NUL, COM1 and more.
bool is_a_device(std::string_view name) noexcept;

} // namespace offline::engine
