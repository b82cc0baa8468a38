#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"
#include "history/policy.h"
#include "history/record.h"

namespace offline::history {

/// The writer of a history: what happened to each profile, when, why, and what its endpoints said.
///
/// The file is SQLite, `history/reader` reads it while this writes, and several processes may write to it.
/// Records are kept in the order in which they came. Lengths are measured by the clock that never jumps, so
/// that a wall clock that is set back shortens nothing. A process that is killed loses what it was told in
/// the last Policy::linger; the next writer ends what it left open, at the last moment of which it told.
///
/// Threads: any. record() never waits for the disk: a thread of the journal's own does. Where the disk is
/// slower than what happens, the oldest records are dropped, and the time that they told of counts as
/// unwatched.
class Journal {
public:
    /// One line for people, without its end, such as "the history cannot be written: …". A full disk is told
    /// of once, and that it is over, too. Called on the journal's thread, with no lock held; it must not
    /// flush().
    using Tell = std::function<void(const std::string& what)>;

    /// Opens the file when there is something to write. Throws std::system_error where the system gives no
    /// more threads.
    Journal(const std::filesystem::path& file, const Policy& policy, Tell tell);

    /// Ends what is still watched, and writes what it was told; gives up where the disk does not take it.
    ~Journal();

    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;

    void record(Record record);

    /// Returns when all that was recorded before is on disk, and would be there after a loss of power; a
    /// failure where it could not be written. Such a history is tried again at each flush() too.
    base::Result<void> flush();

    /// What kept it from writing the last time; none where nothing did, or nothing was to be written yet.
    std::optional<std::string> trouble() const;

private:
    class Desk;

    std::unique_ptr<Desk> desk_;
};

} // namespace offline::history
