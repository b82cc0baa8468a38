#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <offline/reason.h>

#include "model/profile.h"

namespace offline::programs {

/// Runs the hooks of one profile: one at a time, and when several states come while one runs, that of the
/// newest alone; the others' are never run. A state that comes back in that time has its hook run again.
///
/// A hook has a process group of its own, the environment that hook_environment() gives, nothing to read, no
/// descriptor of ours but standard output and error, and no way to more privileges. It is asked to end
/// (SIGTERM) after the profile's time limit, and killed five seconds later; what it leaves running in its
/// group ends with it. It dies with this process.
///
/// Threads: any; hooks are started and waited for on a thread of the runner's own, which exists only where
/// the profile has a hook.
class HookRunner {
public:
    /// Says one line of a hook that could not be started, took too long, or ended otherwise than well; on
    /// the runner's thread.
    using Tell = std::function<void(const std::string& line)>;

    HookRunner(std::string profile, model::Hooks hooks, Tell tell);
    /// Ends the hook that runs, within five seconds.
    ~HookRunner();
    HookRunner(const HookRunner&) = delete;
    HookRunner& operator=(const HookRunner&) = delete;

    /// The profile came to be so: returns at once.
    void profile_is(State state, Reason reason);

    /// The destructor's work begins, and is not waited for: several runners can end at the same time.
    void begin_to_end();

private:
    struct News {
        State state;
        Reason reason;
    };

    void work();
    void run(const News& news);

    const std::string profile_;
    const model::Hooks hooks_;
    const Tell tell_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<News> newest_;
    bool over_ = false;
    bool ending_ = false;
    std::thread thread_;
};

/// PATH, HOME, USER, LANG and XDG_RUNTIME_DIR of this process, and OFFLINE_PROFILE, OFFLINE_STATE (`online`,
/// `offline`), OFFLINE_REASON.
std::vector<std::string> hook_environment(const std::string& profile, State state, Reason reason);

} // namespace offline::programs
