#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "net/routing_world.h"
#include "net/witness.h"

namespace offline::net {

/// Two ways to lose a cable: its end here is taken down, or its other end.
enum class Loss : std::uint8_t { link_down, carrier_lost };

/// When somebody had heard the whole of the nth change: its DONE.
using Told = std::function<Stamp(std::size_t nth)>;

/// What is measured of pulling the cable, each time anew.
struct Pulls {
    std::vector<std::chrono::nanoseconds>
        witness;                                ///< from the change until the kernel's news of it was heard
    std::vector<std::chrono::nanoseconds> told; ///< from the change until "offline" was told
    std::vector<std::chrono::nanoseconds> late; ///< from the kernel's news until "offline" was told
    std::vector<std::chrono::nanoseconds> back; ///< from the cable's return until "online" was told
};

/// Pulls and plugs the cable of the client's LAN so many times; who tells must be online, of an account at
/// `near`, and have told nothing yet.
Pulls pull(RoutingWorld& world, Witness& witness, Loss loss, std::size_t times, const Told& told);

/// The value that this part of all does not exceed: 0.5, 0.99.
std::chrono::nanoseconds quantile(std::vector<std::chrono::nanoseconds> all, double part);

} // namespace offline::net
