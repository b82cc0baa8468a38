#include "offlinectl/supervisor.h"

#include <utility>

#include "dispatch/quiet_thread.h"
#include "programs/process_group.h"

namespace offline::offlinectl {
namespace {

constexpr auto grace = std::chrono::seconds(5); // enough to log out of a server, and no annoyance at Ctrl-C

} // namespace

Supervisor::Supervisor(programs::Command command, Say say)
    : command_(std::move(command)),
      say_(std::move(say)),
      thread_(dispatch::quiet_thread([this] { work(); })) {}

Supervisor::~Supervisor() {
    {
        const std::lock_guard lock(mutex_);
        ending_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void Supervisor::profile_is(State state) {
    {
        const std::lock_guard lock(mutex_);
        const bool online = state == State::online;
        if (online == online_)
            return;
        online_ = online;
        due_ = online;
    }
    changed_.notify_all();
}

void Supervisor::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ending_ || due_; });
        if (ending_)
            return;
        due_ = false;
        over_ = false;
        lock.unlock();
        run_once();
        lock.lock();
    }
}

void Supervisor::run_once() {
    const auto group = programs::ProcessGroup::start(command_, [this] {
        {
            const std::lock_guard lock(mutex_);
            over_ = true;
        }
        changed_.notify_all();
    });
    if (!group) {
        say_(group.error().what);
        return;
    }
    bool by_itself = true;
    {
        std::unique_lock lock(mutex_);
        // Offline and online again within a moment is an end too: `due_` says that it was not seen here.
        changed_.wait(lock, [this] { return over_ || must_end() || due_; });
        by_itself = over_;
    }
    (*group)->end(grace);
    if (by_itself && (*group)->status() != 0)
        say_(command_.words.front() + " ended with " + programs::ending_of((*group)->status()) +
             "; it runs again when the profile next comes online");
}

} // namespace offline::offlinectl
