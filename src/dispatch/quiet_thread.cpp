#include "dispatch/quiet_thread.h"

#include <csignal>
#include <utility>

#include <pthread.h>

namespace offline::dispatch {
namespace {

class EverySignalBlocked {
public:
    EverySignalBlocked() {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }

    ~EverySignalBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

    EverySignalBlocked(const EverySignalBlocked&) = delete;
    EverySignalBlocked& operator=(const EverySignalBlocked&) = delete;

private:
    sigset_t before_{};
};

} // namespace

std::thread quiet_thread(std::function<void()> body) {
    const EverySignalBlocked inherited_by_the_new_thread;
    return std::thread(std::move(body));
}

} // namespace offline::dispatch
