#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace offline::history {

/// What SQLite could not do. It ends at the border of this folder.
class Trouble : public std::runtime_error {
public:
    Trouble(int code, const std::string& what) : std::runtime_error(what), code_(code) {}

    /// The file is no database, or not whole.
    bool damaged() const noexcept;
    /// Another process writes, and has not ended in time.
    bool busy() const noexcept;

private:
    int code_;
};

/// A connection to one file. Threads: one at a time.
class Database {
public:
    enum class Access : bool { read, write };

    /// The file must exist. Throws Trouble, as everything below does.
    Database(const std::filesystem::path& file, Access access);

    /// Statements without values, separated by semicolons.
    void run(const char* sql) const;
    /// The one number that a statement gives.
    std::int64_t number(std::string_view sql) const;

    sqlite3* handle() const noexcept { return connection_.get(); }

private:
    struct Close {
        void operator()(sqlite3* connection) const noexcept;
    };

    std::unique_ptr<sqlite3, Close> connection_;
};

/// A transaction: undone at the end of its life where it was not committed.
class Transaction {
public:
    enum class Kind : bool { reads, writes };

    Transaction(const Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    const Database& database_;
    bool open_ = true;
};

/// The rows that a statement gives, one after another. The statement can be used again after its life.
class Rows {
public:
    explicit Rows(sqlite3_stmt* statement) : statement_(statement) {}

    ~Rows();
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    bool next();

    bool null(int column) const noexcept;
    std::int64_t number(int column) const noexcept;
    /// Valid until next().
    std::string_view text(int column) const noexcept;

private:
    sqlite3_stmt* statement_;
};

/// A prepared statement; its values are `?1`, `?2` and so on. It must not outlive the connection.
class Statement {
public:
    Statement(const Database& database, std::string_view sql);

    /// For one that gives no rows.
    template <class... Values>
    void run(const Values&... values) {
        Rows(with(values...)).next();
    }

    /// The one number that it gives; none where it gives no row.
    template <class... Values>
    std::optional<std::int64_t> number(const Values&... values) {
        return only(Rows(with(values...)));
    }

    template <class... Values>
    Rows rows(const Values&... values) {
        return Rows(with(values...));
    }

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const noexcept;
    };

    template <class... Values>
    sqlite3_stmt* with(const Values&... values) {
        int at = 0;
        (bind(++at, values), ...);
        return statement_.get();
    }

    static std::optional<std::int64_t> only(Rows rows);

    void bind(int at, std::int64_t value);
    void bind(int at, std::string_view value); ///< not copied: it has to live as long as the rows
    void bind(int at, std::nullopt_t);

    template <class T>
    void bind(int at, const std::optional<T>& value) {
        value ? bind(at, *value) : bind(at, std::nullopt);
    }

    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

} // namespace offline::history
