#include "sources/route_messages.h"

#include <algorithm>
#include <cstring>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "sources/netlink.h"

namespace offline::sources {
namespace {

// Of <linux/if.h>, which does not agree with <net/if.h>.
constexpr unsigned lower_up = 1U << 16;

std::optional<model::Address> address_of(int family, const std::byte* bytes, std::size_t size) {
    namespace ip = boost::asio::ip;
    if (family == AF_INET && size == 4) {
        ip::address_v4::bytes_type raw;
        std::memcpy(raw.data(), bytes, raw.size());
        return ip::address_v4(raw);
    }
    if (family == AF_INET6 && size == 16) {
        ip::address_v6::bytes_type raw;
        std::memcpy(raw.data(), bytes, raw.size());
        return ip::address_v6(raw);
    }
    return std::nullopt;
}

std::optional<model::Address> address_of(int family, const nlattr& attribute) {
    return address_of(family, static_cast<const std::byte*>(mnl_attr_get_payload(&attribute)),
                      mnl_attr_get_payload_len(&attribute));
}

// RTA_VIA: a next hop of another family than the route's.
std::optional<model::Address> via_of(const nlattr& attribute) {
    const std::size_t size = mnl_attr_get_payload_len(&attribute);
    if (size < sizeof(rtvia))
        return std::nullopt;
    const auto* bytes = static_cast<const std::byte*>(mnl_attr_get_payload(&attribute));
    rtvia via;
    std::memcpy(&via, bytes, sizeof via);
    return address_of(via.rtvia_family, bytes + sizeof(rtvia), size - sizeof(rtvia));
}

void read_hop_attribute(int family, const nlattr& attribute, Hop& hop) {
    const auto type = mnl_attr_get_type(&attribute);
    if (type == RTA_OIF)
        hop.interface_index = value_of<std::uint32_t>(attribute).value_or(0);
    else if (type == RTA_GATEWAY)
        hop.gateway = address_of(family, attribute);
    else if (type == RTA_VIA)
        hop.gateway = via_of(attribute);
}

std::vector<Hop> hops_of(int family, const nlattr& attribute) {
    std::vector<Hop> hops;
    const auto* bytes = static_cast<const std::byte*>(mnl_attr_get_payload(&attribute));
    std::size_t rest = mnl_attr_get_payload_len(&attribute);
    while (rest >= sizeof(rtnexthop)) {
        rtnexthop head;
        std::memcpy(&head, bytes, sizeof head);
        if (head.rtnh_len < sizeof head || head.rtnh_len > rest)
            break;
        auto& hop = hops.emplace_back(Hop{.interface_index = static_cast<std::uint32_t>(head.rtnh_ifindex)});
        for_attributes(reinterpret_cast<const nlattr*>(bytes + sizeof head), head.rtnh_len - sizeof head,
                       [&](const nlattr& inner) { read_hop_attribute(family, inner, hop); });
        const auto step = std::min<std::size_t>(RTNH_ALIGN(head.rtnh_len), rest);
        bytes += step;
        rest -= step;
    }
    return hops;
}

} // namespace

nlmsghdr* ask_route(Request& room, const model::Destination& there, bool matched) {
    const auto& address = there.address;
    auto* head = begin<rtmsg>(room, RTM_GETROUTE, 0);
    head->rtm_flags = matched ? RTM_F_FIB_MATCH : 0;
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        head->rtm_family = AF_INET;
        head->rtm_dst_len = 32;
        mnl_attr_put(message_in(room), RTA_DST, bytes.size(), bytes.data());
    } else {
        const auto v6 = address.to_v6();
        const auto bytes = v6.to_bytes();
        head->rtm_family = AF_INET6;
        head->rtm_dst_len = 128;
        mnl_attr_put(message_in(room), RTA_DST, bytes.size(), bytes.data());
        if (v6.scope_id() != 0)
            mnl_attr_put_u32(message_in(room), RTA_OIF, static_cast<std::uint32_t>(v6.scope_id()));
    }
    if (there.tcp_port != 0) {
        mnl_attr_put_u8(message_in(room), RTA_IP_PROTO, IPPROTO_TCP);
        mnl_attr_put_u16(message_in(room), RTA_DPORT, htons(there.tcp_port));
    }
    return message_in(room);
}

nlmsghdr* ask_link(Request& room, std::uint32_t index) {
    auto* head = begin<ifinfomsg>(room, RTM_GETLINK, 0);
    head->ifi_index = static_cast<int>(index);
    mnl_attr_put_u32(message_in(room), IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
    return message_in(room);
}

nlmsghdr* ask_all_addresses(Request& room) {
    begin<ifaddrmsg>(room, RTM_GETADDR, NLM_F_DUMP);
    return message_in(room);
}

// libmnl takes a length beyond 2 GiB for a negative one, which always fits.
const nlmsghdr* take_message(std::span<const std::byte>& datagram) noexcept {
    if (datagram.size() < sizeof(nlmsghdr))
        return nullptr;
    const auto* message = reinterpret_cast<const nlmsghdr*>(datagram.data());
    const std::size_t size = message->nlmsg_len;
    if (size < sizeof(nlmsghdr) || size > datagram.size())
        return nullptr;
    datagram = datagram.subspan(std::min<std::size_t>(NLMSG_ALIGN(size), datagram.size()));
    return message;
}

std::optional<Route> read_route(const nlmsghdr& message) {
    const auto* head = header_of<rtmsg>(message, RTM_NEWROUTE);
    if (head == nullptr)
        return std::nullopt;
    Route route{.type = head->rtm_type, .prefix_length = head->rtm_dst_len};
    for_attributes_of<rtmsg>(message, [&](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) == RTA_PREFSRC)
            route.source = address_of(head->rtm_family, attribute);
        else if (mnl_attr_get_type(&attribute) == RTA_MULTIPATH)
            route.hops = hops_of(head->rtm_family, attribute);
        else
            read_hop_attribute(head->rtm_family, attribute, route.hop);
    });
    return route;
}

std::optional<Link> read_link(const nlmsghdr& message) {
    const auto* head = header_of<ifinfomsg>(message, RTM_NEWLINK);
    if (head == nullptr)
        return std::nullopt;
    Link link{.index = static_cast<std::uint32_t>(head->ifi_index),
              .there = true,
              .up = (head->ifi_flags & IFF_UP) != 0,
              .carrier = (head->ifi_flags & lower_up) != 0,
              .loopback = (head->ifi_flags & IFF_LOOPBACK) != 0};
    for_attributes_of<ifinfomsg>(message, [&](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) != IFLA_IFNAME)
            return;
        const auto* text = static_cast<const char*>(mnl_attr_get_payload(&attribute));
        link.name.assign(text, strnlen(text, mnl_attr_get_payload_len(&attribute)));
    });
    return link;
}

std::optional<std::uint32_t> read_usable_address(const nlmsghdr& message) {
    const auto* head = header_of<ifaddrmsg>(message, RTM_NEWADDR);
    if (head == nullptr || head->ifa_scope != RT_SCOPE_UNIVERSE)
        return std::nullopt;
    std::uint32_t flags = head->ifa_flags;
    for_attributes_of<ifaddrmsg>(message, [&](const nlattr& attribute) {
        if (mnl_attr_get_type(&attribute) == IFA_FLAGS)
            flags = value_of<std::uint32_t>(attribute).value_or(flags);
    });
    const bool checking = (flags & IFA_F_TENTATIVE) != 0 && (flags & IFA_F_OPTIMISTIC) == 0;
    if (checking || (flags & IFA_F_DADFAILED) != 0)
        return std::nullopt;
    return head->ifa_index;
}

} // namespace offline::sources
