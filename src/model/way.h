#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "model/address.h"
#include "model/traffic.h"

namespace offline::model {

/// How the kernel would send a packet to one address, now: a fact, asked afresh each time, never mirrored.
struct Way {
    bool open{};       ///< a packet would leave over an interface that is up and has carrier
    bool link_lost{};  ///< closed because the interface it led over is down, gone or without carrier
    bool known = true; ///< false: the kernel did not answer; the rest repeats what was known before
    std::uint32_t interface_index{}; ///< the outgoing interface; 0 where there is none
    std::string interface_name;
    std::optional<Address> gateway; ///< the next hop; none on the same link
    std::optional<Address> source;  ///< the address that the kernel would send from
    std::string
        detail; ///< for people: "via 192.0.2.1 on eth0", "no carrier on eth0", "no route to 192.0.2.9"

    /// Whether a connection over the one would survive a change to the other: what makes a look worth while
    /// when it does not hold.
    bool leads_as(const Way& other) const noexcept;
};

/// Where packets are to go: routing rules may tell ports apart.
struct Destination {
    Destination(Address to, std::uint16_t port = 0) : address(std::move(to)), tcp_port(port) {}

    Address address;
    std::uint16_t tcp_port; ///< 0: packets of no kind in particular
};

/// Asks the kernel. Implemented over netlink in src/sources and by scripts in tests; answers at once, from
/// one thread.
class Ways {
public:
    virtual ~Ways() = default;

    /// The way there. `last`: the way it had, so that a closed one can say whether its link was
    /// lost.
    virtual Way to(const Destination& there, const Way* last) = 0;
    /// `route:default`: a unicast route of prefix length 0 or 1 for 192.0.2.1 or 2001:db8::1, over an
    /// interface with carrier.
    virtual Way to_the_internet(const Way* last) = 0;
    /// Whether any interface but loopback has carrier and a global address.
    virtual bool any_interface_usable() = 0;

    /// What this user's own connections to that port of these addresses have received; nothing where that is
    /// not told.
    virtual Traffic traffic_with(std::span<const Address>, std::uint16_t) { return {}; }
};

} // namespace offline::model
