#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <offline/reason.h>

#include "base/result.h"
#include "history/record.h"

namespace offline::history {

/// A change that was recorded.
struct PastChange {
    std::int64_t number{}; ///< the later it came, the higher, whatever the wall clock said
    State from = State::online;
    State to = State::online;
    Reason reason = Reason::unknown;
    std::string detail;
    base::WallTime time;
    std::chrono::microseconds lasted{}; ///< how long it had been `from`, as far as somebody watched
};

/// A time without an entry in it: the profile was in one state, or nobody watched it.
struct Stretch {
    base::WallTime from, to;
    std::optional<State> state;
};

/// Figures of a profile since a moment. A state that lasted across that moment counts from there on.
struct Summary {
    base::WallTime since; ///< as asked for; else when the history begins
    std::chrono::microseconds online{}, offline{};
    std::uint64_t changes{};
    std::chrono::microseconds longest_outage{};

    struct Share {
        Reason reason;
        std::chrono::microseconds offline;
    };

    std::vector<Share> reasons; ///< of the time offline, the largest first

    /// The part of the watched time in which it was online. Where nobody watched, nothing speaks against
    /// it: 1.
    double availability() const;
};

/// Reads a history while it is written, or when nobody does. What has not ended counts until now where its
/// writer lives, else until the last moment of which that writer told.
///
/// Threads: one at a time. Each method sees the file as it is at one instant. A failure is Code::unexpected,
/// and its `what` says what is wrong with the file.
class Reader {
public:
    /// No reader where there is no history yet.
    static base::Result<std::optional<Reader>> open(const std::filesystem::path& file);

    Reader(Reader&&) noexcept;
    Reader& operator=(Reader&&) noexcept;
    ~Reader();

    /// The name of a profile in the case in which it was recorded; none where nothing is known of it.
    base::Result<std::optional<std::string>> name_of(std::string_view profile);

    /// Changes in the order in which they came; of more than `limit` the latest. Names compare without regard
    /// to case here and below; of a profile that is not known there is nothing.
    base::Result<std::vector<PastChange>> changes(std::string_view profile,
                                                  std::optional<base::WallTime> since,
                                                  std::optional<std::uint64_t> limit);

    /// None where nothing is known of the profile. It costs as much as there are hours, not as there are
    /// changes.
    base::Result<std::optional<Summary>> summary(std::string_view profile,
                                                 std::optional<base::WallTime> since, Moment now);

    /// All time since then in order, without a gap; where no moment is named, from the first that was
    /// recorded.
    base::Result<std::vector<Stretch>> stretches(std::string_view profile,
                                                 std::optional<base::WallTime> since, Moment now);

    /// What the endpoints had said at a change.
    base::Result<std::vector<Witness>> evidence(std::string_view profile, base::WallTime time);

private:
    class Open;

    explicit Reader(std::unique_ptr<Open> open);

    std::unique_ptr<Open> open_;
};

} // namespace offline::history
