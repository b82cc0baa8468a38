#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "history/record.h"
#include "history/tables.h"

namespace offline::history {

/// Makes entries of records: it knows how each profile stands, and since when. A value, so that a transaction
/// that fails leaves it as it was.
class Ledger {
public:
    /// The file that it writes to, and as which of those who write to it.
    struct Page {
        Tables& tables;
        std::int64_t session;
    };

    void write(const Page& page, const Record& record);
    /// One that was dropped, the last of its profile but for wishes: from then on it is known how things
    /// stand, what lies before is not.
    void skip(const Page& page, const Record& record);

    /// In a file that knows of no stretch, each that is under way begins.
    void begin_anew(const Page& page, Moment at);
    /// Nobody watches any more.
    void end(const Page& page, Moment at);

private:
    struct Standing {
        std::string name;
        StateAndReason now;
        std::string detail;
        std::optional<Moment> since;        ///< the last entry; none while nobody watches
        std::chrono::microseconds before{}; ///< how long the state had lasted by then
        bool asleep{};                      ///< that is why nobody watches
    };

    /// What ends one stretch and begins another.
    struct Turn {
        Entry::Kind kind;
        Moment at;
        std::optional<StateAndReason> after; ///< none: nobody watches
        std::string detail;
        std::string evidence;
    };

    static void turn(const Page& page, Standing& standing, Turn turn);
    void write_one(const Page& page, const Change& change);
    void write_one(const Page& page, const Wish& wish);
    void write_one(const Page& page, const Sleep& sleep);
    void write_one(const Page& page, const Watch& watch);
    void forget(const Record& record);
    Standing& standing(const std::string& profile);

    std::map<std::string, Standing> standings_; ///< by name_key()
};

} // namespace offline::history
