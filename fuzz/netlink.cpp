// Netlink bytes: a datagram as it came, or, where the first byte says so, one message of the right length.
#include <cstring>
#include <span>
#include <vector>

#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"
#include "sources/connection_messages.h"
#include "sources/kernel_news.h"
#include "sources/route_messages.h"

namespace offline::fuzz {
namespace {

constexpr std::uint16_t types[] = {RTM_NEWROUTE, RTM_NEWLINK,   RTM_NEWADDR,        RTM_DELROUTE, RTM_DELLINK,
                                   RTM_DELADDR,  RTM_NEWRULE,   RTM_NEWNEXTHOP,     NLMSG_DONE,   NLMSG_ERROR,
                                   NLMSG_NOOP,   NLMSG_OVERRUN, SOCK_DIAG_BY_FAMILY};

std::vector<std::byte> datagram_of(Bytes input) {
    const auto frame = input.below(std::size(types) + 1);
    if (frame == 0) {
        const auto raw = std::as_bytes(std::span(input.text()));
        return {raw.begin(), raw.end()};
    }
    const auto payload = std::as_bytes(std::span(input.text()));
    nlmsghdr head{};
    head.nlmsg_len = static_cast<std::uint32_t>(sizeof head + payload.size());
    head.nlmsg_type = types[frame - 1];
    const auto front = std::as_bytes(std::span(&head, 1));
    std::vector<std::byte> datagram(front.begin(), front.end());
    datagram.insert(datagram.end(), payload.begin(), payload.end());
    return datagram;
}

void read(const nlmsghdr& message) {
    const std::size_t size = message.nlmsg_len;
    if (const auto route = sources::read_route(message))
        demand(route->hops.size() * sizeof(rtnexthop) <= size, "each hop has bytes of its own");
    if (const auto link = sources::read_link(message))
        demand(link->there && link->name.size() <= size && link->name.find('\0') == std::string::npos,
               "an interface's name is a part of the message");
    sources::read_usable_address(message);
    if (const auto connection = sources::read_connection(message))
        demand(size >= 128, "what a connection received stands in the message");
}

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace offline;
    const auto datagram = fuzz::datagram_of({data, size});
    const auto parsed = sources::read_news(datagram);
    fuzz::demand(parsed.messages + parsed.malformed <= datagram.size() / sizeof(nlmsghdr) + 1,
                 "each message has bytes of its own");
    fuzz::demand(parsed.links.size() <= parsed.messages, "a link that is told of has a message");
    std::span<const std::byte> rest = datagram;
    while (const auto* message = sources::take_message(rest))
        fuzz::read(*message);
    return 0;
}
