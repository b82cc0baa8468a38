#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "model/source.h"

namespace offline::sources {

/// Sees that the machine slept though nobody had announced it, and that somebody set the clock.
///
/// Nothing wakes for it while nothing happens: the kernel tells when CLOCK_REALTIME jumps, as it does at the
/// end of a sleep; and whenever something else wakes the loop, check() compares CLOCK_BOOTTIME, which goes on
/// during a sleep, with CLOCK_MONOTONIC, which does not. Threads: the executor's one thread.
class ClockWatch {
public:
    struct Listener {
        std::function<void()> slept;
        std::function<void()> was_set;
    };

    ClockWatch(const boost::asio::any_io_executor& executor, Listener listener);
    ClockWatch(const ClockWatch&) = delete;
    ClockWatch& operator=(const ClockWatch&) = delete;

    void start();
    void stop() noexcept;

    /// Costs some tens of nanoseconds.
    void check();

    model::Source source() const;

private:
    bool arm();
    void wait();

    Listener listener_;
    boost::asio::posix::stream_descriptor timer_;
    std::chrono::nanoseconds slept_; ///< since the machine began to run
    std::string trouble_;
};

} // namespace offline::sources
