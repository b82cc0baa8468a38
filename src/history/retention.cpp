#include "history/retention.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "history/microseconds.h"

namespace offline::history {
namespace {

constexpr std::uint64_t tenths_left =
    9; // of its size a file that was too large keeps so many: room for a while

std::uint64_t bytes_used(const Database& database) {
    const auto pages = database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count");
    return static_cast<std::uint64_t>(pages * database.number("PRAGMA page_size"));
}

std::optional<std::int64_t> oldest_hour(const Database& database) {
    // For each profile the first of its rows, not all of them.
    return Statement(database, "SELECT min((SELECT min(hour) FROM hour WHERE profile = id)) FROM profile")
        .number();
}

/// Removes all before that hour.
class Remover {
public:
    explicit Remover(const Database& database)
        : database_(database),
          entries_(database, sql("entry", "time_us")),
          evidence_(database, sql("evidence", "time_us")),
          hours_(database, sql("hour", "hour")),
          reasons_(database, sql("hour_reason", "hour")),
          profiles_(database, "DELETE FROM profile WHERE NOT EXISTS(SELECT * FROM hour WHERE profile = id) "
                              "AND NOT EXISTS(SELECT * FROM watched WHERE profile = id)") {}

    void operator()(std::int64_t hour) {
        Transaction transaction(database_, Transaction::Kind::writes);
        entries_.run(hour * microseconds_an_hour);
        evidence_.run(hour * microseconds_an_hour);
        hours_.run(hour);
        reasons_.run(hour);
        profiles_.run();
        transaction.commit();
    }

private:
    // One seek for each profile, by the order of the primary key.
    static std::string sql(const std::string& table, const std::string& time) {
        return "DELETE FROM " + table + " WHERE profile IN (SELECT id FROM profile) AND " + time + " < ?1";
    }

    const Database& database_;
    Statement entries_, evidence_, hours_, reasons_, profiles_;
};

} // namespace

bool too_large(const Policy& policy, const Database& database) {
    return bytes_used(database) > policy.max_bytes;
}

void keep_to(const Policy& policy, const Database& database, base::WallTime now) {
    Remover remove_before(database);
    const auto first_kept = hour_of(on_disk(now - policy.max_age));
    bool removed = false;
    if (const auto oldest = oldest_hour(database); oldest && *oldest < first_kept) {
        remove_before(first_kept);
        removed = true;
    }
    if (too_large(policy, database))
        while (bytes_used(database) > policy.max_bytes / 10 * tenths_left) {
            const auto oldest = oldest_hour(database);
            if (!oldest)
                break;
            remove_before(*oldest + 1);
            removed = true;
        }
    if (removed)
        database.run("PRAGMA incremental_vacuum; PRAGMA wal_checkpoint(PASSIVE)");
}

} // namespace offline::history
