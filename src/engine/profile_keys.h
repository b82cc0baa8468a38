#pragma once

#include <optional>
#include <string>

#include <toml++/toml.h>

#include "model/profile.h"

namespace offline::engine {

/// What is wrong with a file, and where.
struct Complaint {
    toml::source_position where;
    std::string what;
};

/// Reads the keys of a profile file into `profile`; gives the first thing that is not understood.
std::optional<Complaint> read_profile_keys(const toml::table& root, model::Profile& profile);

} // namespace offline::engine
