// What it costs to ask a history that holds a million changes, a hundred thousand of them of the last week:
// the program as a person runs it, from its start to its end. Beside it what SQLite needs alone, without sums
// kept by the hour.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

#include "history/book.h"
#include "history/database.h"
#include "history/ledger.h"
#include "history/microseconds.h"
#include "program_times.h"
#include "report.h"

namespace {

using namespace offline::bench;
using namespace offline::history;
using offline::Reason;
using offline::State;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using std::chrono::hours;
using std::chrono::microseconds;

constexpr int old_changes = 900'000, late_changes = 100'000;
constexpr hours week(24 * 7), year(24 * 365);
constexpr int runs = 31;

/// The changes, evenly over a year and over its last week, as a journal's thread writes them.
void fill(const std::filesystem::path& file) {
    const auto now = Moment::now();
    Book book(file);
    book.database().run(
        "PRAGMA synchronous = OFF; PRAGMA cache_size = -65536"); // how fast that goes is not asked
    Ledger ledger;
    const Ledger::Page page{book.tables(), book.session()};
    std::optional<Transaction> transaction;
    int number = 0;
    const auto add = [&](microseconds ago) {
        const bool online = number % 2 == 1;
        if (number % 50'000 == 0)
            transaction.emplace(book.database(), Transaction::Kind::writes);
        ledger.write(page, Change{.profile = "Work",
                                  .transition = {online ? State::offline : State::online,
                                                 online ? State::online : State::offline, Reason::unknown,
                                                 online            ? Reason::ok
                                                 : number % 4 == 0 ? Reason::connect_timeout
                                                                   : Reason::no_route,
                                                 online ? "the server answers as it should"
                                                        : "nothing answers at 192.0.2.1, port 993"},
                                  .evidence = {},
                                  .at = {now.monotonic - ago, now.wall - ago}});
        if (++number % 50'000 == 0)
            transaction->commit();
    };
    for (int i = 0; i < old_changes; ++i)
        add(year - microseconds(year - week) / old_changes * i);
    for (int i = 0; i < late_changes; ++i)
        add(week - microseconds(week) / late_changes * i);
}

std::vector<double> of_week(const std::vector<std::string>& more) {
    std::vector<std::string> words{"history", "Work", "--since", "-7d"};
    words.insert(words.end(), more.begin(), more.end());
    return times_of_program(OFFLINECTL, words, runs);
}

/// The same figures by adding up each stretch of the week.
std::vector<double> of_sqlite(const std::filesystem::path& file) {
    const Database database(file, Database::Access::read);
    const auto since = on_disk(Moment::now().wall - week);
    std::vector<double> took(runs);
    for (auto& each : took) {
        const auto began = Clock::now();
        Statement sums(database, "SELECT old, old_reason, sum(min(lasted_us, time_us - ?1)), "
                                 "sum(kind = 'change'), max(state_us) FROM entry "
                                 "WHERE profile = 1 AND time_us >= ?1 GROUP BY old, old_reason");
        for (auto rows = sums.rows(since); rows.next();) {
        }
        each = Milliseconds(Clock::now() - began).count();
    }
    return took;
}

} // namespace

int main() {
    std::string home = (std::filesystem::temp_directory_path() / "offlined-bench-XXXXXX").native();
    if (!mkdtemp(home.data()))
        return 1;
    setenv("XDG_STATE_HOME", home.c_str(), 1);
    const auto file = std::filesystem::path(home) / "offlined" / "history.sqlite";
    const auto began = Clock::now();
    fill(file);
    std::printf("1,000,000 changes were written in %.1f s, a file of %.0f MiB\n",
                std::chrono::duration<double>(Clock::now() - began).count(),
                static_cast<double>(std::filesystem::file_size(file)) / (1 << 20));

    const std::vector<Result> results{
        result("history --since -7d --json", "offlined", "ms", of_week({"--json"})),
        result("history --since -7d", "offlined", "ms", of_week({})),
        result("history --since -7d --limit 100000", "offlined", "ms", of_week({"--limit", "100000"})),
        result("history --since -7d --summary", "offlined", "ms", of_week({"--summary"})),
        result("history --since -7d --summary", "SQLite alone, one by one", "ms", of_sqlite(file)),
        result("--version", "offlined", "ms", times_of_program(OFFLINECTL, {"--version"}, runs))};
    std::error_code ignored;
    std::filesystem::remove_all(home, ignored);
    return publish("history", results,
                   {{"ms for 100,000 changes as JSON", results[0].median, 200},
                    {"ms for the page that people see", results[1].median, 200},
                    {"ms for the summary alone", results[3].median, 20}});
}
