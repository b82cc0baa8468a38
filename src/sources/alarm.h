#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

namespace offline::sources {

/// A timer for what is seldom waited for: while it is off it has no descriptor and wakes nobody. Asio's own
/// timers leave the loop waking every five minutes, and once for each that was called off.
///
/// Threads: the executor's one thread.
class Alarm {
public:
    explicit Alarm(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    /// Rings once, from the loop; what was set before is off. Where the system has no descriptor left it
    /// never rings.
    void set(std::chrono::nanoseconds after, std::function<void()> rings);
    void off() noexcept;

private:
    boost::asio::posix::stream_descriptor timer_;
    std::shared_ptr<std::function<void()>> rings_;
};

} // namespace offline::sources
