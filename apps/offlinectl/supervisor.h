#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <offline/reason.h>

#include "programs/command.h"

namespace offline::offlinectl {

/// Runs a command while a profile is online: from each return on, and until it goes offline.
///
/// Threads: any; the work is done on one of its own. The destructor ends the command.
class Supervisor {
public:
    /// Says one line: the command could not be started, or ended otherwise than well.
    using Say = std::function<void(const std::string&)>;

    Supervisor(programs::Command command, Say say);
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    void profile_is(State state);

private:
    void work();
    void run_once();

    bool must_end() const { return ending_ || !online_; }

    programs::Command command_;
    Say say_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool online_ = false;
    bool due_ = false; ///< it came online, and the command was not started since
    bool over_ = false;
    bool ending_ = false;
    std::thread thread_;
};

} // namespace offline::offlinectl
