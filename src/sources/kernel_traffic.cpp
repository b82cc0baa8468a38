#include "sources/kernel_traffic.h"

#include <algorithm>
#include <chrono>

#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sources/connection_messages.h"
#include "sources/route_socket.h"

namespace offline::sources {
namespace {

void keep_later(std::optional<base::Instant>& latest, base::Instant at) {
    latest = latest ? std::max(*latest, at) : at;
}

// As the kernel tells of a remote: IPv4 as such, and no zone.
model::Address plain(const model::Address& address) {
    namespace ip = boost::asio::ip;
    if (address.is_v4())
        return address;
    if (address.to_v6().is_v4_mapped())
        return ip::make_address_v4(ip::v4_mapped, address.to_v6());
    return ip::address_v6(address.to_v6().to_bytes());
}

} // namespace

model::Traffic kernel_traffic(std::span<const model::Address> addresses, std::uint16_t port) {
    model::Traffic traffic;
    auto socket = RouteSocket::open(NETLINK_SOCK_DIAG);
    if (!socket)
        return traffic;
    const auto now = std::chrono::steady_clock::now();
    const auto take = [&](const nlmsghdr& message) {
        const auto connection = read_connection(message);
        if (!connection || connection->user != ::getuid() || connection->port != port ||
            std::ranges::find(addresses, connection->remote, plain) == addresses.end())
            return;
        if (connection->received_payload)
            keep_later(traffic.payload, now - connection->payload);
        keep_later(traffic.acknowledgement, now - connection->acknowledgement);
    };
    // A program may have written an IPv4 address inside an IPv6 one.
    for (const int family : {AF_INET, AF_INET6}) {
        Request room;
        socket->ask(*ask_connections(room, static_cast<std::uint8_t>(family), port), take);
    }
    return traffic;
}

} // namespace offline::sources
