#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offline::accounts {

/// The text of a configuration file of at most 4 MiB. Code::no_permission; Code::usage where there is none,
/// or it is no file or longer.
base::Result<std::string> read_config(const std::filesystem::path& file);

/// The entries of a folder with such names, sorted; at most 1000.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& folder, std::string_view beginning,
                                              std::string_view ending);

bool is_folder(const std::filesystem::path& place);

} // namespace offline::accounts
