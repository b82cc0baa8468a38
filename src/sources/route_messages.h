#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/address.h"
#include "model/way.h"

struct nlmsghdr;

namespace offline::sources {

/// Room for any of our questions.
struct Request {
    alignas(8) std::array<std::byte, 256> bytes;
};

/// One way out of a route.
struct Hop {
    std::uint32_t interface_index{};
    std::optional<model::Address> gateway;
};

/// A route as the kernel answers it.
struct Route {
    std::uint8_t type{}; ///< RTN_UNICAST, RTN_LOCAL, RTN_UNREACHABLE …
    std::uint8_t prefix_length{};
    Hop hop; ///< interface 0 where the route has several hops, or names none
    std::vector<Hop> hops;
    std::optional<model::Address> source;
};

/// An interface as the kernel answers it.
struct Link {
    std::uint32_t index{};
    bool there{}; ///< the kernel knows that index
    bool up{};
    bool carrier{};
    bool loopback{};
    std::string name;

    bool carries() const noexcept { return up && carrier; }
};

/// `matched`: the route that matches, whole; otherwise the kernel's choice for a packet sent now.
nlmsghdr* ask_route(Request& room, const model::Destination& there, bool matched);
nlmsghdr* ask_link(Request& room, std::uint32_t index);
nlmsghdr* ask_all_addresses(Request& room);

/// Takes the first message off a datagram that stands aligned; null where no whole one is left.
const nlmsghdr* take_message(std::span<const std::byte>& datagram) noexcept;

/// None where the message is another one, or malformed.
std::optional<Route> read_route(const nlmsghdr& message);
std::optional<Link> read_link(const nlmsghdr& message);
/// The interface of an address that can be sent from to the world: of global scope, its duplicate check
/// passed.
std::optional<std::uint32_t> read_usable_address(const nlmsghdr& message);

} // namespace offline::sources
