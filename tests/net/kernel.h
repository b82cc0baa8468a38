#pragma once

#include <cstdint>
#include <string>

#include "base/timestamp.h"
#include "sources/route_messages.h"
#include "sources/route_socket.h"

namespace offline::net {

/// The moment just before a change was asked of the kernel.
using Stamp = base::Instant;

enum class Change : std::uint8_t { add, remove };

/// One end of a cable, before it is made.
struct CableEnd {
    std::string name;
    std::uint32_t index{};
};

/// Changes the network of one namespace by netlink, without a process between: what is measured is the
/// kernel. Made in that namespace, used from anywhere, by one thread at a time. Throws what the kernel says.
class Kernel {
public:
    Kernel();

    void make_cable(const CableEnd& here, const CableEnd& there, int namespace_there);
    Stamp remove_link(std::uint32_t index);
    Stamp set_link(std::uint32_t index, bool up);
    /// `prefixed`: "10.0.0.1/24". IPv6 addresses skip the duplicate check.
    Stamp address(Change change, std::uint32_t index, const std::string& prefixed);
    /// `prefix`: "203.0.113.0/24", or "default" for all of the gateway's family.
    Stamp route(Change change, const std::string& prefix, const std::string& gateway);
    /// Whether the interface is there and packets pass.
    bool link_runs(std::uint32_t index);

private:
    Stamp tell(sources::Request& request);

    sources::RouteSocket socket_;
};

} // namespace offline::net
