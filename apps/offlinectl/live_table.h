#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "offlinectl/ink.h"
#include "offlinectl/moment.h"
#include "offlinectl/screen.h"
#include "session/session.h"

namespace offline::offlinectl {

/// What `watch` shows on a terminal: a line for each profile, and below them the last changes.
///
/// A pure function of what it is given.
class LiveTable {
public:
    struct Row {
        session::Report report;
        std::optional<base::WallTime> next_look;
        bool looking{};
    };

    explicit LiveTable(bool colored) : ink_(colored) {}

    /// As many lines as the terminal has at most, each no wider than it. Where not all profiles have room,
    /// those that are offline come first. `changes`: lines, the latest last.
    std::vector<std::string> lines(const std::vector<Row>& profiles, const std::deque<std::string>& changes,
                                   Screen::Size size, const Moment& now) const;

private:
    struct Widths;

    std::string heading(const Widths& widths) const;
    std::string line(const Row& row, const Widths& widths, const Moment& now) const;

    Ink ink_;
};

} // namespace offline::offlinectl
