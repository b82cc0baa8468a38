#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "sources/system_bus.h"

namespace offline::sources {

/// Hears what NetworkManager thinks of the network. It judges by somebody's test page, so that it thinks
/// otherwise now is a reason to look, and never a verdict.
///
/// Threads: all calls and callbacks belong to the bus's one thread.
class NetworkManager final : public SystemBus::Follower {
public:
    struct Listener {
        std::function<void()> thinks_otherwise;
        std::function<void(bool)> metered; ///< by its own guess too; false when it goes
    };

    /// `bus` outlives it.
    NetworkManager(SystemBus& bus, Listener listener) : bus_(bus), listener_(std::move(listener)) {}

    model::Source source() const;

    const SystemBus::Service& service() const override;
    void came() override;
    void went() override;
    void heard(const BusMessage& signal) override;

private:
    struct Opinion {
        std::optional<std::uint32_t> state, connectivity, metered;

        bool operator==(const Opinion&) const = default;
    };

    void learn(BusReader& properties);
    void take(const Opinion& now);

    SystemBus& bus_;
    Listener listener_;
    Opinion opinion_;
};

} // namespace offline::sources
