#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/profile.h"

namespace offline::engine {

/// A profile as a TOML file. Whatever is not understood is refused (Code::profile_invalid) with
/// `FILE:LINE:COLUMN: what is wrong; what was expected`; what is left out has the defaults of model::Profile.
/// Threads: pure functions; usable anywhere.

/// Reads a profile file of at most 1 MiB and 1000 endpoints. A profile without a name has that of the file.
base::Result<model::Profile> read_profile(const std::filesystem::path& file);

/// Reads the text of a profile file; `file` is what failures call it.
base::Result<model::Profile> parse_profile(std::string_view text, const std::filesystem::path& file);

/// The text that reads back to the same profile; what has its default is left out. Times in whole
/// milliseconds.
std::string print_profile(const model::Profile& profile);

/// Whether a profile can have that name: 1 to 128 bytes of UTF-8, no control character, and not "-", which
/// means a profile without a name (Code::usage).
base::Result<void> check_profile_name(std::string_view name);

} // namespace offline::engine
