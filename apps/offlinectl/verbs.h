#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "offlinectl/console.h"

namespace offline::offlinectl {

/// Exit statuses that are answers; those of failures stand in the error table.
inline constexpr int exit_so = 0;
inline constexpr int exit_offline = 3;
inline constexpr int exit_not_judged = 5;

// What each verb was asked for, and the verb itself: done on a console, it gives the exit status.

struct StatusWanted {
    std::vector<std::string> profiles; ///< all where none is named
    bool quiet{};
    bool no_wait{};
};

base::Result<int> status(const StatusWanted& wanted, Console& console);

struct WatchWanted {
    std::vector<std::string> profiles; ///< all where neither they nor servers are named
    std::vector<std::string> urls;
    bool lines{}; ///< on a terminal too
    std::optional<base::Duration> limit;
    std::optional<std::string> report;
};

base::Result<int> watch(const WatchWanted& wanted, Console& console);

struct WaitWanted {
    std::string profile;
    std::string state; ///< `online` or `offline`
    std::optional<base::Duration> timeout;
};

base::Result<int> wait(const WaitWanted& wanted, Console& console);

struct SetWanted {
    std::string profile;
    std::string state; ///< `online` or `offline`
    bool no_wait{};
};

base::Result<int> set(const SetWanted& wanted, Console& console);

struct WhyWanted {
    std::string profile;
};

base::Result<int> why(const WhyWanted& wanted, Console& console);

struct ProbeWanted {
    std::vector<std::string> urls;
    std::optional<base::Duration> timeout; ///< where none is named, that of a new profile
};

base::Result<int> probe(const ProbeWanted& wanted, Console& console);

struct ReportWanted {
    std::string profile;
    std::string met; ///< `ok` or `failed`
    std::optional<std::string> endpoint;
};

base::Result<int> report(const ReportWanted& wanted, Console& console);

struct HistoryWanted {
    std::string profile;
    std::optional<base::WallTime> since; ///< all that is kept where none is named
    std::optional<std::uint64_t>
        limit;       ///< of the changes the latest; where none is named, all or a screenful
    bool evidence{}; ///< what each endpoint had said at each change
    bool summary{};  ///< the figures alone
};

base::Result<int> history(const HistoryWanted& wanted, Console& console);

base::Result<int> doctor(Console& console);

struct RunWanted {
    std::string profile;
    std::vector<std::string> command;
};

base::Result<int> run(const RunWanted& wanted, Console& console);

struct SimulateWanted {
    std::string file; ///< `-`: standard input
    bool create{};
};

base::Result<int> simulate(const SimulateWanted& wanted, Console& console);

struct ProfileWanted {
    std::string name;
    std::vector<std::string> urls;    ///< for `add` alone
    std::optional<std::string> email; ///< for `add`, in the place of URLs
};

base::Result<int> profile_list(Console& console);
base::Result<int> profile_show(const ProfileWanted& wanted, Console& console);
base::Result<int> profile_add(const ProfileWanted& wanted, Console& console);

struct ImportWanted {
    std::vector<std::string> programs; ///< all that are known where none is named
    std::optional<std::string> from;
    bool dry_run{};
};

base::Result<int> profile_import(const ImportWanted& wanted, Console& console);
base::Result<int> profile_remove(const ProfileWanted& wanted, Console& console);

} // namespace offline::offlinectl
