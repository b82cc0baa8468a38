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

} // namespace

model::Traffic kernel_traffic(const model::Destination& there) {
    model::Traffic traffic;
    auto socket = RouteSocket::open(NETLINK_SOCK_DIAG);
    if (!socket)
        return traffic;
    const auto now = std::chrono::steady_clock::now();
    const auto take = [&](const nlmsghdr& message) {
        const auto connection = read_connection(message);
        if (!connection || connection->user != ::getuid() || connection->port != there.tcp_port ||
            connection->remote != there.address)
            return;
        if (connection->received_payload)
            keep_later(traffic.payload, now - connection->payload);
        keep_later(traffic.acknowledgement, now - connection->acknowledgement);
    };
    // A program may have written an IPv4 address inside an IPv6 one.
    for (const int family : {AF_INET, AF_INET6})
        if (family == AF_INET6 || there.address.is_v4()) {
            Request room;
            socket->ask(*ask_connections(room, static_cast<std::uint8_t>(family), there.tcp_port), take);
        }
    return traffic;
}

} // namespace offline::sources
