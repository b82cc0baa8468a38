#include "net/false_clock.h"

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <ctime>

#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace offline::net {
namespace {

std::atomic<std::int64_t> slept_s{0};
std::atomic<std::int64_t> set_s{0};
std::atomic<int> news_of_the_clock{-1};

// The kernel has a timer "cancelled" then; any descriptor that becomes readable looks the same.
void say_that_the_clock_was_set() {
    const std::uint64_t once = 1;
    if (::write(news_of_the_clock, &once, sizeof once) < 0)
        news_of_the_clock = -1;
}

} // namespace

void sleep_unannounced(std::chrono::seconds time) {
    sleep_unnoticed(time);
    say_that_the_clock_was_set();
}

void sleep_unnoticed(std::chrono::seconds time) {
    slept_s += time.count();
    set_s += time.count();
}

void set_clock(std::chrono::seconds forward) {
    set_s += forward.count();
    say_that_the_clock_was_set();
}

} // namespace offline::net

// In the place of the C library's: declared there.
#define SEEN_BY_LIBRARIES __attribute__((visibility("default")))

SEEN_BY_LIBRARIES int clock_gettime(clockid_t clock, timespec* now) noexcept {
    const auto failed = static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
    if (failed == 0 && clock == CLOCK_BOOTTIME)
        now->tv_sec += offline::net::slept_s;
    if (failed == 0 && clock == CLOCK_REALTIME)
        now->tv_sec += offline::net::set_s;
    return failed;
}

SEEN_BY_LIBRARIES int timerfd_create(clockid_t clock, int flags) noexcept {
    if (clock == CLOCK_REALTIME)
        return offline::net::news_of_the_clock = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return static_cast<int>(::syscall(SYS_timerfd_create, clock, flags));
}

SEEN_BY_LIBRARIES int timerfd_settime(int timer, int flags, const itimerspec* next,
                                      itimerspec* before) noexcept {
    if (timer == offline::net::news_of_the_clock)
        return 0;
    return static_cast<int>(::syscall(SYS_timerfd_settime, timer, flags, next, before));
}
