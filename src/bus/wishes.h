#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include <offline/reason.h>

#include "base/result.h"

namespace offline::bus {

/// What is wished of each profile, on disk: a TOML file that holds the names of those that shall be offline.
///
/// Threads: any.
class Wishes {
public:
    /// It lies there; the folder is made when there is something to keep.
    explicit Wishes(std::filesystem::path file) : file_(std::move(file)) {}

    /// Reads what is kept; called once. What is damaged is set aside, and the failure says where.
    base::Result<void> load();

    /// `online` where nothing else is kept.
    State of(std::string_view name) const;

    /// Keeps what `wished`, called in the order in which the wishes are written, says of the profile: on disk
    /// when this returns. Code::limit_reached where the file would become too long; Code::unexpected where it
    /// cannot be written.
    base::Result<void> keep(std::string_view name, const std::function<State()>& wished);

private:
    using Names = std::map<std::string, std::string>; ///< key of the name: the name as it was written

    base::Result<void> write(const Names& offline) const;
    static std::string text(const Names& offline);

    const std::filesystem::path file_;
    std::mutex writing_;       ///< one file is written at a time…
    mutable std::mutex mutex_; ///< …and nobody who reads waits for the disk
    Names offline_;
};

} // namespace offline::bus
