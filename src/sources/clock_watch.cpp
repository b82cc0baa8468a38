#include "sources/clock_watch.h"

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <limits>
#include <utility>

#include <sys/timerfd.h>

#include "sources/descriptor.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

// Connections outlive a shorter nap.
constexpr auto shortest_sleep = 1s;

nanoseconds reading(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds(now.tv_sec) + nanoseconds(now.tv_nsec);
}

// Never too little: this thread may be kept waiting between the two readings, and then it is too much.
nanoseconds slept_at_most() {
    const auto awake = reading(CLOCK_MONOTONIC);
    return reading(CLOCK_BOOTTIME) - awake;
}

nanoseconds slept_at_least() {
    const auto all = reading(CLOCK_BOOTTIME);
    return all - reading(CLOCK_MONOTONIC);
}

} // namespace

ClockWatch::ClockWatch(const boost::asio::any_io_executor& executor, Listener listener)
    : listener_(std::move(listener)), timer_(executor), slept_(slept_at_most()) {}

void ClockWatch::start() {
    Descriptor made(::timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK));
    boost::system::error_code failed(made ? 0 : errno, boost::system::system_category());
    if (made)
        timer_.assign(made.number(), failed);
    if (!failed) {
        made.release();
        failed.assign(arm() ? 0 : errno, boost::system::system_category());
    }
    if (failed) {
        trouble_ = "the kernel does not tell when the clock is set: " + failed.message();
        return;
    }
    wait();
}

void ClockWatch::stop() noexcept {
    listener_ = {};
    boost::system::error_code failed;
    timer_.close(failed);
}

// It never expires; that the clock was set cancels it, which is the news.
bool ClockWatch::arm() {
    const itimerspec at_the_end_of_time{.it_interval = {},
                                        .it_value = {std::numeric_limits<std::time_t>::max(), 0}};
    return ::timerfd_settime(timer_.native_handle(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET,
                             &at_the_end_of_time, nullptr) == 0;
}

void ClockWatch::wait() {
    timer_.async_wait(timer_.wait_read, [this](const boost::system::error_code& error) {
        if (error || !timer_.is_open())
            return;
        std::uint64_t expired = 0;
        const auto got = ::read(timer_.native_handle(), &expired, sizeof expired);
        if (got < 0 && errno == EAGAIN)
            return wait();
        if (!arm()) {
            trouble_ = std::string("the kernel tells no more when the clock is set: ") + std::strerror(errno);
            return;
        }
        wait();
        check(); // a sleep says more than a clock that was set
        listener_.was_set();
    });
}

void ClockWatch::check() {
    if (slept_at_most() < slept_ + shortest_sleep || slept_at_least() < slept_ + shortest_sleep)
        return;
    slept_ = slept_at_most();
    if (listener_.slept)
        listener_.slept();
}

model::Source ClockWatch::source() const {
    using Outcome = model::Source::Outcome;
    return {"clock", trouble_.empty() ? Outcome::working : Outcome::failed, trouble_};
}

} // namespace offline::sources
