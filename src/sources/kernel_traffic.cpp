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

model::Address without_zone(const model::Address& address) {
    const auto whole = model::plain(address);
    return whole.is_v4() ? whole : boost::asio::ip::address_v6(whole.to_v6().to_bytes());
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
            std::ranges::find(addresses, connection->remote, without_zone) == addresses.end())
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
