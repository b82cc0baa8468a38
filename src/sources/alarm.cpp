#include "sources/alarm.h"

#include <algorithm>
#include <utility>

#include <sys/timerfd.h>

#include "sources/descriptor.h"

namespace offline::sources {

void Alarm::set(std::chrono::nanoseconds after, std::function<void()> rings) {
    using std::chrono::duration_cast;
    using std::chrono::seconds;
    off();
    after = std::max(after, std::chrono::nanoseconds(1)); // nothing would disarm it
    const auto whole = duration_cast<seconds>(after);
    const itimerspec once{.it_interval = {}, .it_value = {whole.count(), (after - whole).count()}};
    Descriptor made(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
    if (!made || ::timerfd_settime(made.number(), 0, &once, nullptr) != 0)
        return;
    boost::system::error_code failed;
    timer_.assign(made.number(), failed);
    if (failed)
        return;
    made.release();
    rings_ = std::make_shared<std::function<void()>>(std::move(rings));
    timer_.async_wait(timer_.wait_read,
                      [this, weak = std::weak_ptr(rings_)](const boost::system::error_code& called_off) {
                          const auto own = weak.lock();
                          if (!own || called_off)
                              return;
                          off();
                          (*own)();
                      });
}

void Alarm::off() noexcept {
    rings_.reset();
    boost::system::error_code failed;
    timer_.close(failed);
}

} // namespace offline::sources
