#pragma once

#include <filesystem>
#include <system_error>

namespace offline::history {

/// The user's history: `$XDG_STATE_HOME/offlined/history.sqlite`, else below `~/.local/state`.
std::filesystem::path own_history();

/// Makes the file and the folders above it where they are missing, for the user alone: 0600 and 0700.
std::error_code make_private_file(const std::filesystem::path& file);

} // namespace offline::history
