#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include <sys/types.h>

#include "base/duration.h"
#include "base/result.h"
#include "programs/command.h"

namespace offline::programs {

/// How a program ended: `status 3`, `signal 15 (Terminated)`.
std::string ending_of(int wait_status);

/// A program that was started, and what it starts: signalled together, ended together.
///
/// A thread of its own waits for it, so nothing of it stays a zombie; where this process is killed, the
/// kernel kills the program. Threads: any.
class ProcessGroup {
public:
    /// Called once, when the group is over, on the group's thread: it must not destroy the group.
    using Over = std::function<void()>;

    static base::Result<std::unique_ptr<ProcessGroup>> start(Command command, Over over);

    /// Kills what is left of it, and waits for that.
    ~ProcessGroup();
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;

    /// To each process of the group; to nobody once it is over.
    void signal(int number);
    bool wait_over(base::Duration limit);
    /// Asks it to end (SIGTERM), and kills what is left after that time. It is over when this returns.
    void end(base::Duration grace);

    /// How the program itself ended, as of waitpid(); once the group is over.
    int status() const;

private:
    explicit ProcessGroup(Over over) : over_(std::move(over)) {}

    base::Result<void> begin(Command command);
    void await(Command::Leftovers leftovers);
    bool reap(Command::Leftovers leftovers);

    Over over_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    pid_t leader_ = 0;
    int status_ = 0;
    bool is_over_ = true;
    std::thread thread_;
};

} // namespace offline::programs
