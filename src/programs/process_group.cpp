#include "programs/process_group.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <future>
#include <utility>

#include <sys/wait.h>

#include "dispatch/quiet_thread.h"
#include "programs/launch.h"

namespace offline::programs {

std::string ending_of(int wait_status) {
    if (WIFSIGNALED(wait_status)) {
        const int number = WTERMSIG(wait_status);
        const char* const name = ::sigdescr_np(number);
        return "signal " + std::to_string(number) + (name != nullptr ? " (" + std::string(name) + ")" : "");
    }
    return "status " + std::to_string(WEXITSTATUS(wait_status));
}

base::Result<std::unique_ptr<ProcessGroup>> ProcessGroup::start(Command command, Over over) {
    std::unique_ptr<ProcessGroup> group(new ProcessGroup(std::move(over)));
    if (const auto begun = group->begin(std::move(command)); !begun)
        return begun.error();
    return group;
}

base::Result<void> ProcessGroup::begin(Command command) {
    std::promise<base::Result<void>> begun;
    auto result = begun.get_future();
    // The thread that starts the program is the one that lives until it is over: see launch().
    thread_ = dispatch::quiet_thread([this, command = std::move(command), &begun] {
        const auto leftovers = command.leftovers;
        const auto leader = launch(command);
        if (!leader) {
            begun.set_value(leader.error());
            return;
        }
        leader_ = *leader;
        is_over_ = false;
        begun.set_value({});
        await(leftovers);
        over_();
    });
    return result.get();
}

ProcessGroup::~ProcessGroup() {
    signal(SIGKILL);
    if (thread_.joinable())
        thread_.join();
}

void ProcessGroup::signal(int number) {
    const std::lock_guard lock(mutex_);
    if (!is_over_)
        ::kill(-leader_, number);
}

bool ProcessGroup::wait_over(base::Duration limit) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return is_over_; });
}

void ProcessGroup::end(base::Duration grace) {
    signal(SIGTERM);
    signal(SIGCONT); // one that is stopped would not hear it
    if (wait_over(grace))
        return;
    signal(SIGKILL);
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_over_; });
}

int ProcessGroup::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void ProcessGroup::await(Command::Leftovers leftovers) {
    const bool all = leftovers == Command::Leftovers::await;
    siginfo_t ended{};
    do {
        // It only looks: while the dead are not reaped their number is nobody else's, and signal() hits
        // nobody else.
        while (::waitid(all ? P_ALL : P_PID, all ? 0 : static_cast<id_t>(leader_), &ended,
                        WEXITED | WNOWAIT) != 0 &&
               errno == EINTR) {
        }
    } while (!reap(leftovers));
    changed_.notify_all();
}

bool ProcessGroup::reap(Command::Leftovers leftovers) {
    const std::lock_guard lock(mutex_);
    const bool all = leftovers == Command::Leftovers::await;
    if (!all)
        ::kill(-leader_, SIGKILL);
    int status = 0;
    for (pid_t ended = 0; (ended = ::waitpid(all ? -1 : leader_, &status, WNOHANG)) > 0;)
        if (ended == leader_)
            status_ = status;
    siginfo_t nobody{};
    is_over_ = ::waitid(P_PGID, static_cast<id_t>(leader_), &nobody, WEXITED | WNOHANG | WNOWAIT) != 0 &&
               errno == ECHILD;
    return is_over_;
}

} // namespace offline::programs
