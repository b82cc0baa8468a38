#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

namespace offline::bus {

/// What systemd is told, where it started this process: ready, reloading, stopping, and, as often as it asks
/// for it, that the process is alive. Elsewhere nothing happens. Threads: the executor's one.
class ServiceManager {
public:
    /// `prove` finds out whether everything is alive, and calls back on the executor if so.
    using Prove = std::function<void(std::function<void()> alive)>;

    explicit ServiceManager(const boost::asio::any_io_executor& executor) : timer_(executor) {}

    ServiceManager(const ServiceManager&) = delete;
    ServiceManager& operator=(const ServiceManager&) = delete;

    void ready();
    void reloading();
    void stopping();
    /// Tells that the process is alive, twice in each period of the watchdog, as long as that is proved.
    void feed_watchdog(Prove prove);

private:
    void prove_and_sleep();

    boost::asio::steady_timer timer_;
    std::chrono::microseconds half_a_period_{};
    Prove prove_;
};

} // namespace offline::bus
