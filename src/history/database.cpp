#include "history/database.h"

#include <chrono>

#include <sqlite3.h>

namespace offline::history {
namespace {

// Another process holds the file for the length of a transaction: milliseconds, on a slow disk a second.
constexpr auto patience = std::chrono::seconds(5);

void require(sqlite3* connection, int code) {
    if (code != SQLITE_OK)
        throw Trouble(sqlite3_extended_errcode(connection), sqlite3_errmsg(connection));
}

} // namespace

bool Trouble::damaged() const noexcept {
    const int kind = code_ & 0xFF;
    return kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
}

bool Trouble::busy() const noexcept {
    const int kind = code_ & 0xFF;
    return kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
}

Database::Database(const std::filesystem::path& file, Access access) {
    sqlite3* opened = nullptr;
    const int flags = access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
    const int code = sqlite3_open_v2(file.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX, nullptr);
    connection_.reset(opened);
    if (!opened)
        throw std::bad_alloc();
    require(opened, code);
    sqlite3_busy_timeout(opened, static_cast<int>(std::chrono::milliseconds(patience).count()));
}

void Database::Close::operator()(sqlite3* connection) const noexcept { sqlite3_close_v2(connection); }

void Database::run(const char* sql) const {
    require(handle(), sqlite3_exec(handle(), sql, nullptr, nullptr, nullptr));
}

std::int64_t Database::number(std::string_view sql) const {
    return Statement(*this, sql).number().value_or(0);
}

Transaction::Transaction(const Database& database, Kind kind) : database_(database) {
    database_.run(kind == Kind::writes ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
    if (open_) // where it fails, SQLite has rolled back by itself
        sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit() {
    database_.run("COMMIT");
    open_ = false;
}

Statement::Statement(const Database& database, std::string_view sql) {
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    statement_.reset(prepared);
    require(database.handle(), code);
}

void Statement::Finalize::operator()(sqlite3_stmt* statement) const noexcept { sqlite3_finalize(statement); }

// Run to its end: what changes something and tells of it has done so only then.
std::optional<std::int64_t> Statement::only(Rows rows) {
    if (!rows.next())
        return std::nullopt;
    const auto found = rows.null(0) ? std::nullopt : std::optional(rows.number(0));
    while (rows.next()) {
    }
    return found;
}

void Statement::bind(int at, std::int64_t value) {
    require(sqlite3_db_handle(statement_.get()), sqlite3_bind_int64(statement_.get(), at, value));
}

void Statement::bind(int at, std::string_view value) {
    const char* const bytes = value.data() ? value.data() : "";
    require(sqlite3_db_handle(statement_.get()),
            sqlite3_bind_text64(statement_.get(), at, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Statement::bind(int at, std::nullopt_t) {
    require(sqlite3_db_handle(statement_.get()), sqlite3_bind_null(statement_.get(), at));
}

Rows::~Rows() { sqlite3_reset(statement_); }

bool Rows::next() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW)
        return true;
    require(sqlite3_db_handle(statement_), code == SQLITE_DONE ? SQLITE_OK : code);
    return false;
}

bool Rows::null(int column) const noexcept { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::int64_t Rows::number(int column) const noexcept { return sqlite3_column_int64(statement_, column); }

std::string_view Rows::text(int column) const noexcept {
    const auto* const bytes = sqlite3_column_text(statement_, column);
    const auto length = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    // The bytes are characters; SQLite calls them unsigned.
    return bytes ? std::string_view(reinterpret_cast<const char*>(bytes), length) : std::string_view();
}

} // namespace offline::history
