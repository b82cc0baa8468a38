#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "history/database.h"
#include "history/lifeline.h"
#include "history/policy.h"
#include "history/tables.h"

namespace offline::history {

/// Which file stands at a path, not what its name is.
struct FileIdentity {
    std::uint64_t device{}, inode{};

    static FileIdentity of(const std::filesystem::path& file) noexcept;
    bool operator==(const FileIdentity&) const = default;
};

/// The file of the history, open for writing, and this process as one of those who write to it.
class Book {
public:
    /// Makes what is missing. Where the last writer was killed, the file is checked and what was left open
    /// ends. Throws Trouble, and std::system_error.
    explicit Book(const std::filesystem::path& file);

    /// Whether the file is still the one at its place: a user may have removed it.
    bool in_place() const;

    const Database& database() const noexcept { return database_; }

    Tables& tables() noexcept { return tables_; }

    std::int64_t session() const noexcept { return session_; }

private:
    std::int64_t enter();

    std::filesystem::path file_;
    Database database_;
    FileIdentity identity_;
    Tables tables_;
    std::optional<Lifeline> lifeline_;
    std::int64_t session_;
};

/// Gives a damaged file another name, with the time in it, so that a new one can begin: says which. Nothing
/// where the file turns out to be whole.
std::optional<std::filesystem::path> set_aside(const std::filesystem::path& file, base::WallTime now);

} // namespace offline::history
