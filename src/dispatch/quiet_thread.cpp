#include "dispatch/quiet_thread.h"

#include <csignal>
#include <utility>

#include <pthread.h>

namespace offline::dispatch {
namespace {

sigset_t every_signal() noexcept {
    sigset_t all;
    sigfillset(&all);
    return all;
}

class EverySignalBlocked {
public:
    EverySignalBlocked() {
        const auto all = every_signal();
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    ~EverySignalBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    EverySignalBlocked(const EverySignalBlocked&) = delete;
    EverySignalBlocked& operator=(const EverySignalBlocked&) = delete;

private:
    sigset_t before_{};
};

} // namespace

void block_every_signal() noexcept {
    const auto all = every_signal();
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
}

std::thread quiet_thread(std::function<void()> body) {
    const EverySignalBlocked inherited_by_the_new_thread;
    return std::thread(std::move(body));
}

} // namespace offline::dispatch
