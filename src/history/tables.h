#pragma once

#include <cstdint>
#include <string_view>

#include "history/database.h"
#include "history/entry.h"

namespace offline::history {

/// A stretch that has not ended.
struct OpenStretch {
    std::int64_t profile{};
    Moment since;
    StateAndReason standing;
    std::string detail;
    std::chrono::microseconds state_lasted{}; ///< before `since`
};

/// Writes the tables, in a transaction that its user has begun. Throws Trouble.
class Tables {
public:
    explicit Tables(const Database& database);

    /// The profile's number; a new one where nothing was known of it.
    std::int64_t profile(std::string_view name);

    /// One entry, and the sums of its hour.
    void add(const Entry& entry);

    std::int64_t begin_session(base::Instant now);
    void end_session(std::int64_t session);
    /// The last moment that this session tells of.
    void told(std::int64_t session, base::Instant at);

    void open(std::int64_t session, const OpenStretch& stretch);

    void close(std::int64_t session, std::int64_t profile) { close_.run(session, profile); }

    /// Ends what a killed process has left open: each stretch lasted at least until the last moment of which
    /// that process told.
    void bury(std::int64_t session);

private:
    Statement find_, name_, last_, count_, add_, add_evidence_, add_hour_, add_reason_;
    Statement begin_session_, end_session_, told_, open_, close_, left_open_;
};

} // namespace offline::history
