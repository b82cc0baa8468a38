#include "offlinectl/ending.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>
#include <vector>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace offline::offlinectl {
namespace {

sigset_t ending_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

timespec to_timespec(base::Duration duration) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(duration);
    return {.tv_sec = seconds.count(), .tv_nsec = (duration - seconds).count()};
}

int checked(int descriptor) {
    if (descriptor < 0)
        throw std::system_error(errno, std::generic_category(), "no descriptor is left");
    return descriptor;
}

} // namespace

Ending::Ending() {
    const auto signals = ending_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = checked(signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
    call_ = checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

Ending::~Ending() {
    close(signals_);
    close(call_);
}

void Ending::await(std::optional<base::Duration> limit) const {
    static_cast<void>(comes_within(limit));
    // Where a reader that is stuck holds up the end, asking a second time ends it at once.
    signalfd_siginfo heard{};
    while (read(signals_, &heard, sizeof heard) > 0) {
    }
    const auto signals = ending_signals();
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

Ending::Wake Ending::wait(std::span<const int> news, std::optional<base::Duration> limit) const {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    // Of stdout nothing is asked: poll tells by itself when its reader has gone.
    std::vector<pollfd> watched{{signals_, POLLIN, 0}, {call_, POLLIN, 0}, {STDOUT_FILENO, 0, 0}};
    const auto ends = watched.size();
    for (const int each : news)
        watched.push_back({each, POLLIN, 0});
    for (;;) {
        timespec left{};
        if (limit)
            left = to_timespec(std::max(*limit - (Clock::now() - start), base::Duration::zero()));
        const int count = ppoll(watched.data(), watched.size(), limit ? &left : nullptr, nullptr);
        if (count < 0 && errno == EINTR)
            continue;
        const auto has_news = [](const pollfd& each) { return each.revents != 0; };
        if (count < 0 ||
            std::any_of(watched.begin(), watched.begin() + static_cast<std::ptrdiff_t>(ends), has_news))
            return Wake::end;
        return count > 0 ? Wake::news : Wake::time;
    }
}

void Ending::come() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(call_, &one, sizeof one);
}

} // namespace offline::offlinectl
