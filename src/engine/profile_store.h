#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/profile.h"

namespace offline::engine {

/// Code::not_found, as each face says it.
base::Failure no_such_profile(std::string_view name);

/// The profiles of a user on disk: one TOML file each, in the user's own folder and in the system-wide one.
/// A user's profile hides a system-wide one of the same name; the name in the file counts, not the file's.
///
/// Threads: a value; each call reads the folders anew. Several processes may use one store: a profile file
/// appears or disappears whole.
class ProfileStore {
public:
    /// Files are made only in `own`. Neither folder needs to exist.
    ProfileStore(std::filesystem::path own, std::filesystem::path system_wide);

    /// `$XDG_CONFIG_HOME/offlined/profiles` (else below `~/.config`) and `/etc/offlined/profiles`.
    static ProfileStore of_this_user();

    struct Loaded {
        std::vector<model::Profile> profiles; ///< sorted by name
        std::vector<base::Failure> refused;   ///< what could not be read; the others are not touched by it
    };

    Loaded list() const;

    /// Names compare as model::name_key says. Code::not_found, or why the file of that name was refused.
    base::Result<model::Profile> load(std::string_view name) const;

    /// Writes a new profile of the user and gives its file. Code::profile_exists where the user has one of
    /// that name.
    base::Result<std::filesystem::path> add(const model::Profile& profile) const;

    /// Removes a profile of the user and gives its former file. Code::not_found; Code::no_permission also
    /// where it is a system-wide one.
    base::Result<std::filesystem::path> remove(std::string_view name) const;

private:
    std::filesystem::path own_;
    std::filesystem::path system_wide_;
};

} // namespace offline::engine
