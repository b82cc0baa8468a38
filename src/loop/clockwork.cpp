#include "loop/clockwork.h"

#include <cerrno>
#include <chrono>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/system/system_error.hpp>
#include <sys/timerfd.h>

namespace offline::loop {
namespace {

int open_timer() {
    const int timer = ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (timer < 0)
        throw boost::system::system_error(errno, boost::system::system_category(), "no timer");
    return timer;
}

} // namespace

struct Clockwork::Parts {
    void set(std::chrono::nanoseconds after) const {
        using std::chrono::duration_cast;
        using std::chrono::seconds;
        const auto whole = duration_cast<seconds>(after);
        const itimerspec once{.it_interval = {}, .it_value = {whole.count(), (after - whole).count()}};
        ::timerfd_settime(timer_number, 0, &once, nullptr);
    }

    void wait() {
        waits = true;
        timer.async_wait(timer.wait_read, [this](const boost::system::error_code& stopped) {
            if (stopped)
                return;
            waits = false;
            rings();
        });
    }

    boost::asio::posix::stream_descriptor timer;
    std::function<void()> rings;
    int timer_number = timer.native_handle();
    bool waits = false;
};

Clockwork::Clockwork(boost::asio::io_context& loop, std::function<void()> rings)
    : parts_(new Parts{.timer = {loop, open_timer()}, .rings = std::move(rings)}) {}

Clockwork::~Clockwork() = default;

void Clockwork::wind(base::Instant at) {
    // A timer that is set to nothing is off.
    constexpr std::chrono::nanoseconds soonest(1);
    const auto now = std::chrono::steady_clock::now();
    parts_->set(at > now ? at - now : soonest);
    if (!parts_->waits)
        parts_->wait();
}

void Clockwork::stop() {
    parts_->set({});
    parts_->waits = false;
    boost::system::error_code ignored;
    parts_->timer.cancel(ignored);
}

} // namespace offline::loop
