#pragma once

#include <filesystem>
#include <string_view>
#include <system_error>

namespace offline::engine {

/// Makes a folder and what is missing above it, for the user alone (0700).
std::error_code make_folders(const std::filesystem::path& folder);

/// Makes a file of that text, for the user alone (0600): it is there whole or not at all, also after a loss
/// of power, and never over another one (std::errc::file_exists).
std::error_code write_new_file(const std::filesystem::path& file, std::string_view text);

/// The same in the place of what is there, if anything: whoever reads meets the old text or the new one.
std::error_code replace_file(const std::filesystem::path& file, std::string_view text);

/// Brings what was made or removed in a folder to disk.
std::error_code sync_folder(const std::filesystem::path& folder);

} // namespace offline::engine
