#pragma once

#include <cstddef>
#include <string>

#include "net/routing_world.h"

namespace offline::net {

/// Addresses in plenty, all of them the server's own.
struct WideWorld : RoutingWorld {
    static constexpr std::size_t profiles = 1000;

    WideWorld() {
        server.sh("ip route add local 10.66.0.0/16 dev lo");
        router.sh("ip route add 10.66.0.0/16 via 203.0.113.9");
    }

    static std::string endpoint(std::size_t i) {
        return "imap://10.66." + std::to_string(i / 250) + "." + std::to_string(1 + i % 250);
    }
};

} // namespace offline::net
