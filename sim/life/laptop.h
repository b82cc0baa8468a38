#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "dice.h"

namespace offline::sim {

/// What is between a laptop and one account's server at some time: all that decides whether the account can
/// work.
struct Sight {
    enum class Path : std::uint8_t { clear, silent, portal };
    enum class Server : std::uint8_t { answers, refuses, hangs };

    bool linked = false;   ///< the interface is up and has carrier
    bool way_open = false; ///< the kernel has a way to the server
    Path path = Path::clear;
    Server server = Server::answers;

    bool works() const { return way_open && path == Path::clear && server == Server::answers; }

    bool operator==(const Sight&) const = default;
};

/// Time that the laptop is awake, from the first day on.
using Awake = std::chrono::milliseconds;

/// From then on it looks like this.
struct Turn {
    Awake at{};
    Sight sight;
    bool resumed = false; ///< the machine slept just before
};

/// What a week holds in store for an account, by that chance: home, a train, a café with a portal, an office,
/// sleep in between; a server that restarts, hangs and is out of reach now and then.
/// `behind_vpn`: the account's host is reached by a tunnel, which comes some seconds after each network.
std::vector<Turn> week_of_a_laptop(Dice& dice, bool behind_vpn);

} // namespace offline::sim
