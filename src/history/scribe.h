#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "history/book.h"
#include "history/ledger.h"
#include "history/policy.h"
#include "history/record.h"

namespace offline::history {

/// What is written in one transaction.
struct Batch {
    std::deque<Record> records; ///< in the order in which they came
    std::map<std::string, Record>
        dropped; ///< the last of each profile, of those before them that were too many
};

/// Writes batches, and copes with what may be wrong with the file. Threads: one at a time.
class Scribe {
public:
    /// For people, a line without its end: what happened.
    using Tell = std::function<void(const std::string& what)>;

    Scribe(std::filesystem::path file, const Policy& policy, Tell tell)
        : file_(std::move(file)), policy_(policy), tell_(std::move(tell)) {}

    /// Nothing where all of it is on disk; else what kept it from that, and none of it is.
    std::optional<std::string> write(const Batch& batch);
    /// The last of all: nobody watches any more.
    std::optional<std::string> finish(Moment at);
    /// Removes what is too old, or too much, where it is time for that.
    void tidy();

private:
    using Work = std::function<void(Ledger&, const Ledger::Page&)>;

    /// Throws what it meets, and leaves everything as it was.
    void attempt(const Work& work, Moment begins);
    /// The second time in a new file, where the old one is damaged.
    std::optional<std::string> attempt_twice(const Work& work, Moment begins);

    std::filesystem::path file_;
    Policy policy_;
    Tell tell_;
    std::optional<Book> book_;
    Ledger ledger_;
    std::optional<base::Instant> tidied_;
};

} // namespace offline::history
