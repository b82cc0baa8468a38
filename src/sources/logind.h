#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/posix/stream_descriptor.hpp>

#include "loop/alarm.h"
#include "sources/system_bus.h"

namespace offline::sources {

/// Hears from systemd-logind that the machine is about to sleep, and holds it back until that was told, for
/// three seconds at most.
///
/// Where logind, or the bus, ends while the machine was said to go to sleep, it counts as awake: nobody else
/// would say so. Threads: all calls and callbacks belong to the executor's one thread.
class Logind final : public SystemBus::Follower {
public:
    struct Listener {
        /// `told` lets go; it may be called at once, later, or never, on the executor's thread.
        std::function<void(std::function<void()> told)> sleeps;
        std::function<void()> wakes;
    };

    /// `bus` outlives it.
    Logind(const boost::asio::any_io_executor& executor, SystemBus& bus, Listener listener);

    /// The machine was said to go to sleep and has not been said to be awake since.
    bool asleep() const noexcept { return sleep_ != nullptr; }

    /// Somebody else has seen the machine wake up.
    void awake();

    model::Source source() const;

    const SystemBus::Service& service() const override;
    void came() override;
    void went() override;
    void heard(const BusMessage& signal) override;

private:
    void prepare_for_sleep();
    void take_inhibitor();
    void let_go() noexcept;

    SystemBus& bus_;
    Listener listener_;
    boost::asio::posix::stream_descriptor inhibitor_; ///< on the loop, so that a forked child closes it too
    loop::Alarm limit_;
    std::string trouble_; ///< with the inhibitor

    struct Sleep {};

    std::shared_ptr<Sleep> sleep_; ///< the one announced; gone with it, and with this
};

} // namespace offline::sources
