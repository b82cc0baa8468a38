#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "offlinectl/console.h"
#include "offlinectl/human.h"
#include "offlinectl/moment.h"
#include "offlinectl/report_file.h"
#include "session/session.h"

namespace offline::offlinectl {

/// What several subscriptions tell, as one stream of lines: first the snapshot of each, then everything else
/// in the order it came. People see a line for each state and reason; START and DONE are for programs.
///
/// Threads: take() may be called from any thread.
class Feed {
public:
    /// `print`: where the lines for people go, in the place of the console.
    Feed(const std::vector<std::string>& names, Console& console, ReportFile* report,
         const std::function<void(std::string line)>& print = {});

    /// An event of the profile with that index; false where nobody reads any more.
    bool take(std::size_t profile, const session::Event& event, const Moment& now);

private:
    struct Subject {
        std::string name;
        bool shown = false;    ///< its snapshot is out
        State state{};         ///< what it was last told to be…
        base::Instant since{}; ///< …and from when
        bool flipped = false;  ///< `since` is when it became so, not when we began to watch
    };

    struct Early {
        std::size_t profile;
        session::Event event;
        Moment at;
    };

    void show(Subject& subject, const session::Event& event, const Moment& now);
    std::optional<Lasted> track(Subject& subject, const session::Event& event, const Moment& now) const;

    Console& console_;
    ReportFile* report_;
    const std::function<void(std::string)> print_;
    Human human_;
    std::size_t width_;
    std::mutex mutex_;
    std::vector<Subject> subjects_;
    std::size_t hidden_; ///< how many snapshots are still missing
    std::vector<Early> early_;
};

} // namespace offline::offlinectl
