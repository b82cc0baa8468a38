#include "history/schema.h"

#include <string>

#include <sqlite3.h>

namespace offline::history {
namespace {

constexpr std::int64_t version = 1;

// Lengths and moments are whole microseconds; states, reasons and kinds are the words that every face of the
// project says, so that any SQLite tool can read the file.
constexpr const char* tables = R"(
-- A profile that something is known of; `key` is its name without regard to case.
CREATE TABLE profile(
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
) STRICT;

-- What happened to a profile, in the order of `id`. Each entry ends the stretch before it, `lasted_us` long by the clock
-- that never jumps, in which the profile was `old` for `old_reason`; NULL where nobody watched it. After it the profile
-- is `new`. `state_us`: how long the state lasted that ends here, over all its stretches.
CREATE TABLE entry(
    profile INTEGER NOT NULL,
    time_us INTEGER NOT NULL,
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    old TEXT,
    old_reason TEXT,
    lasted_us INTEGER NOT NULL,
    state_us INTEGER NOT NULL,
    new TEXT,
    reason TEXT,
    detail TEXT NOT NULL,
    PRIMARY KEY(profile, time_us, id)
) STRICT, WITHOUT ROWID;

-- What the endpoints had said, a line each.
CREATE TABLE evidence(
    profile INTEGER NOT NULL,
    time_us INTEGER NOT NULL,
    id INTEGER NOT NULL,
    lines TEXT NOT NULL,
    PRIMARY KEY(profile, time_us, id)
) STRICT, WITHOUT ROWID;

-- Sums of the stretches that ended in an hour (since 1970), and the longest outage that did.
CREATE TABLE hour(
    profile INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    online_us INTEGER NOT NULL,
    offline_us INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    outage_us INTEGER NOT NULL,
    PRIMARY KEY(profile, hour)
) STRICT, WITHOUT ROWID;

-- The part of offline_us that each reason had.
CREATE TABLE hour_reason(
    profile INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    reason TEXT NOT NULL,
    offline_us INTEGER NOT NULL,
    PRIMARY KEY(profile, hour, reason)
) STRICT, WITHOUT ROWID;

-- A process that writes, or was killed while it did, and the last moment of which it told.
CREATE TABLE session(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    last_monotonic_us INTEGER NOT NULL
) STRICT;

-- The stretches that have not ended.
CREATE TABLE watched(
    session INTEGER NOT NULL,
    profile INTEGER NOT NULL,
    time_us INTEGER NOT NULL,
    monotonic_us INTEGER NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    detail TEXT NOT NULL,
    state_us INTEGER NOT NULL,
    PRIMARY KEY(session, profile)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter(
    one INTEGER PRIMARY KEY CHECK(one = 1),
    last_entry INTEGER NOT NULL
) STRICT;
INSERT INTO counter VALUES(1, 0);

PRAGMA user_version = 1;
)";

} // namespace

void check_version(const Database& database) {
    if (const auto found = database.number("PRAGMA user_version"); found != version)
        throw Trouble(SQLITE_SCHEMA, "the history is of version " + std::to_string(found) +
                                         ", and this program reads version " + std::to_string(version));
}

bool has_tables(const Database& database) {
    return database.number("SELECT count(*) FROM sqlite_schema") != 0;
}

void make_tables(const Database& database) {
    Transaction transaction(database, Transaction::Kind::writes);
    if (!has_tables(database))
        database.run(tables);
    check_version(database);
    transaction.commit();
}

} // namespace offline::history
