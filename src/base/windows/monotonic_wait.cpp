#include "base/windows/monotonic_wait.h"

#include <algorithm>
#include <chrono>

namespace {

using namespace std::chrono;

nanoseconds span(const timespec& time) { return seconds(time.tv_sec) + nanoseconds(time.tv_nsec); }

} // namespace

extern "C" int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex, clockid_t clock,
                                      const struct timespec* until) {
    timespec now{};
    ::clock_gettime(clock, &now);
    // Rounded up: one that wakes too early asks again, and again, until it is time.
    const auto left = std::max(ceil<milliseconds>(span(*until) - span(now)), 0ms);
    const auto whole = duration_cast<seconds>(left);
    const timespec relative{.tv_sec = static_cast<time_t>(whole.count()),
                            .tv_nsec = static_cast<long>(nanoseconds(left - whole).count())};
    return ::pthread_cond_timedwait_relative_np(condition, mutex, &relative);
}
