#include "history/book.h"

#include <system_error>
#include <vector>

#include <sqlite3.h>
#include <sys/stat.h>

#include "history/place.h"
#include "history/schema.h"

namespace offline::history {
namespace {

namespace fs = std::filesystem;

// docs/decisions/0016-history.md says why it is synchronous.
constexpr const char* settings = R"(
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = 1048576;
)";

Database opened(const fs::path& file) {
    if (const auto error = make_private_file(file))
        throw std::system_error(error, file.native());
    Database database(file, Database::Access::write);
    database.run(settings);
    make_tables(database);
    return database;
}

bool whole(const Database& database) {
    Statement check(database, "PRAGMA quick_check(1)");
    auto rows = check.rows();
    return rows.next() && rows.text(0) == "ok";
}

} // namespace

FileIdentity FileIdentity::of(const fs::path& file) noexcept {
    struct stat found {};

    if (stat(file.c_str(), &found) != 0)
        return {};
    return {found.st_dev, found.st_ino};
}

Book::Book(const fs::path& file)
    : file_(file),
      database_(opened(file)),
      identity_(FileIdentity::of(file)),
      tables_(database_),
      session_(enter()) {}

bool Book::in_place() const { return FileIdentity::of(file_) == identity_; }

std::int64_t Book::enter() {
    Transaction transaction(database_, Transaction::Kind::writes);
    std::vector<std::int64_t> killed;
    {
        Statement all(database_, "SELECT id FROM session");
        auto sessions = all.rows();
        while (sessions.next())
            if (!Lifeline::held(file_, sessions.number(0)))
                killed.push_back(sessions.number(0));
    }
    if (!killed.empty() && !whole(database_))
        throw Trouble(SQLITE_CORRUPT, "database disk image is malformed");
    for (const auto each : killed)
        tables_.bury(each);
    auto session = tables_.begin_session(std::chrono::steady_clock::now());
    while (Lifeline::held(file_, session)) // by one who still writes to a file that was set aside
        session = tables_.begin_session(std::chrono::steady_clock::now());
    lifeline_.emplace(file_, session); // before anybody else can see the session, and take it for a dead one
    transaction.commit();
    return session;
}

std::optional<fs::path> set_aside(const fs::path& file, base::WallTime now) {
    try {
        if (const Database again(file, Database::Access::write); whole(again))
            return std::nullopt;
    } catch (const Trouble& trouble) {
        if (!trouble.damaged())
            throw;
    }
    auto aside = file;
    aside += ".damaged-" + base::rfc3339(now);
    fs::rename(file, aside);
    // What the write-ahead log still holds belongs to it.
    std::error_code missing;
    fs::rename(file.native() + "-wal", aside.native() + "-wal", missing);
    fs::remove(file.native() + "-shm", missing);
    return aside;
}

} // namespace offline::history
