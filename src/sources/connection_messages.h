#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "model/address.h"
#include "sources/route_messages.h"

namespace offline::sources {

/// An established TCP connection as sock_diag(7) tells of it.
struct Connection {
    model::Address remote; ///< IPv4 where it was written inside an IPv6 address
    std::uint16_t port{};
    std::uint32_t user{};
    bool received_payload{};             ///< ever
    std::chrono::milliseconds payload{}; ///< so long ago; since it was established where there was none
    std::chrono::milliseconds acknowledgement{}; ///< so long ago
};

/// All of a family (AF_INET, AF_INET6) that lead to that port.
nlmsghdr* ask_connections(Request& room, std::uint8_t family, std::uint16_t port);

/// None where the message is another one, or malformed.
std::optional<Connection> read_connection(const nlmsghdr& message);

} // namespace offline::sources
