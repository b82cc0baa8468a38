#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace offline::engine {

/// The text of a profile file of at most 1 MiB. Code::profile_invalid where it is no file or longer,
/// Code::not_found, Code::no_permission.
base::Result<std::string> read_text(const std::filesystem::path& file);

} // namespace offline::engine
