#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "sources/system_bus.h"

namespace offline::sources {

/// Follows logind and remembers what it met.
class EarOnTheBus final : public SystemBus::Follower {
public:
    const SystemBus::Service& service() const override { return service_; }

    void came() override { ++times_came; }

    void went() override { ++times_went; }

    void heard(const BusMessage& signal) override { signatures.push_back(signal.signature); }

    int times_came = 0, times_went = 0;
    std::vector<std::string> signatures;

private:
    const SystemBus::Service service_{"org.freedesktop.login1", "/org/freedesktop/login1",
                                      "org.freedesktop.login1.Manager", "PrepareForSleep"};
};

/// Runs the loop until the condition holds: true; or the limit is over: false.
template <class Condition>
bool run_until(boost::asio::io_context& loop, Condition condition,
               std::chrono::nanoseconds limit = std::chrono::seconds(10)) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        loop.restart();
        loop.run_one_for(std::chrono::milliseconds(20));
    }
    return true;
}

} // namespace offline::sources
