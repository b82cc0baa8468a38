#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "history/database.h"
#include "history/entry.h"
#include "history/microseconds.h"
#include "history/reader.h"

namespace offline::history {

/// What a Reader asks of its file about one profile, in moments and numbers as they are on disk. Throws
/// Trouble.
class Questions {
public:
    Questions(const Database& database, std::filesystem::path file)
        : database_(database), file_(std::move(file)) {}

    std::string name(std::int64_t profile);
    /// When the history of that profile begins.
    std::int64_t beginning(std::int64_t profile, Moment now);
    std::vector<PastChange> changes(std::int64_t profile, std::int64_t since,
                                    std::optional<std::uint64_t> limit);
    /// Since a moment, or all of it.
    Summary summary(std::int64_t profile, std::optional<std::int64_t> asked, Moment now);
    std::vector<Stretch> stretches(std::int64_t profile, std::int64_t since, Moment now);
    std::vector<Witness> evidence(std::int64_t profile, std::int64_t time);

private:
    /// The stretch that has not ended.
    struct Last {
        std::int64_t from, to;
        StateAndReason standing;
        Microseconds lasted, state_lasted;
    };

    std::optional<Last> last(std::int64_t profile, Moment now);
    void add_ended(std::int64_t profile, std::int64_t since, Summary& sum,
                   std::map<Reason, Microseconds>& reasons);
    Microseconds longest_outage(std::int64_t profile, std::int64_t since);

    const Database& database_;
    std::filesystem::path file_; ///< whose writers may live
};

} // namespace offline::history
