#pragma once

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/duration.h"
#include "offlinectl/ending.h"
#include "offlinectl/live_table.h"
#include "offlinectl/opened.h"

namespace offline::offlinectl {

/// Shows profiles on a terminal, and what changes as it changes. It draws when something is new, and once a
/// minute for what grows older by itself.
///
/// Threads: take() and touch() may be called from any thread. Make it before the first one, so that every
/// thread leaves its signals to it.
class Live {
public:
    explicit Live(bool colored);
    ~Live();
    Live(const Live&) = delete;
    Live& operator=(const Live&) = delete;

    /// A line for the last changes.
    void take(std::string line);
    /// That one of the profiles is not as it was.
    void touch(std::size_t profile);

    /// Shows them until the end, or so long.
    void show(const std::vector<Opened>& opened, const Ending& ending, std::optional<base::Duration> limit);

    /// The last changes, for whoever wants to keep them.
    std::deque<std::string> changes() const;

private:
    void tell() const;
    void heed_signals(Screen& screen) const;
    void refresh(const std::vector<Opened>& opened);
    void draw(Screen& screen);
    base::Duration until_older() const;

    const LiveTable table_;
    int signals_;
    int news_;

    mutable std::mutex mutex_; ///< guards the next two
    std::deque<std::string> changes_;
    std::vector<std::size_t> touched_;

    std::vector<LiveTable::Row> rows_;
};

} // namespace offline::offlinectl
