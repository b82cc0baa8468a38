#include "net/kernel.h"

#include <chrono>
#include <stdexcept>
#include <string_view>
#include <system_error>

#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

namespace offline::net {
namespace {

struct Prefix {
    model::Address address;
    std::uint8_t length{};

    auto family() const { return static_cast<std::uint8_t>(address.is_v4() ? AF_INET : AF_INET6); }
};

Prefix parse(const std::string& text) {
    const auto slash = text.find('/');
    const auto address = boost::asio::ip::make_address(text.substr(0, slash));
    const int whole = address.is_v4() ? 32 : 128;
    const int length = slash == std::string::npos ? whole : std::stoi(text.substr(slash + 1));
    return {.address = address, .length = static_cast<std::uint8_t>(length)};
}

template <class Header>
Header* begin(sources::Request& request, std::uint16_t type, int flags) {
    auto* message = mnl_nlmsg_put_header(request.bytes.data());
    message->nlmsg_type = type;
    message->nlmsg_flags = static_cast<std::uint16_t>(NLM_F_REQUEST | NLM_F_ACK | flags);
    return static_cast<Header*>(mnl_nlmsg_put_extra_header(message, sizeof(Header)));
}

nlmsghdr* message_in(sources::Request& request) { return reinterpret_cast<nlmsghdr*>(request.bytes.data()); }

void put(nlmsghdr* message, std::uint16_t type, const model::Address& address) {
    if (address.is_v4()) {
        const auto bytes = address.to_v4().to_bytes();
        mnl_attr_put(message, type, bytes.size(), bytes.data());
    } else {
        const auto bytes = address.to_v6().to_bytes();
        mnl_attr_put(message, type, bytes.size(), bytes.data());
    }
}

int flags_of(Change change) { return change == Change::add ? NLM_F_CREATE | NLM_F_EXCL : 0; }

} // namespace

Kernel::Kernel() : socket_(sources::RouteSocket::open().value()) {}

void Kernel::make_cable(const CableEnd& here, const CableEnd& there, int namespace_there) {
    sources::Request request;
    begin<ifinfomsg>(request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)->ifi_index =
        static_cast<int>(here.index);
    auto* message = message_in(request);
    mnl_attr_put_strz(message, IFLA_IFNAME, here.name.c_str());
    auto* info = mnl_attr_nest_start(message, IFLA_LINKINFO);
    mnl_attr_put_strz(message, IFLA_INFO_KIND, "veth");
    auto* data = mnl_attr_nest_start(message, IFLA_INFO_DATA);
    auto* peer = mnl_attr_nest_start(message, VETH_INFO_PEER);
    auto* head = static_cast<ifinfomsg*>(mnl_nlmsg_put_extra_header(message, sizeof(ifinfomsg)));
    head->ifi_index = static_cast<int>(there.index);
    mnl_attr_put_strz(message, IFLA_IFNAME, there.name.c_str());
    mnl_attr_put_u32(message, IFLA_NET_NS_FD, static_cast<std::uint32_t>(namespace_there));
    mnl_attr_nest_end(message, peer);
    mnl_attr_nest_end(message, data);
    mnl_attr_nest_end(message, info);
    tell(request);
}

Stamp Kernel::remove_link(std::uint32_t index) {
    sources::Request request;
    begin<ifinfomsg>(request, RTM_DELLINK, 0)->ifi_index = static_cast<int>(index);
    return tell(request);
}

Stamp Kernel::set_link(std::uint32_t index, bool up) {
    sources::Request request;
    auto* head = begin<ifinfomsg>(request, RTM_NEWLINK, 0);
    head->ifi_index = static_cast<int>(index);
    head->ifi_change = IFF_UP;
    head->ifi_flags = up ? IFF_UP : 0;
    return tell(request);
}

Stamp Kernel::address(Change change, std::uint32_t index, const std::string& prefixed) {
    const auto [address, length] = parse(prefixed);
    sources::Request request;
    auto* head =
        begin<ifaddrmsg>(request, change == Change::add ? RTM_NEWADDR : RTM_DELADDR, flags_of(change));
    head->ifa_family = static_cast<std::uint8_t>(address.is_v4() ? AF_INET : AF_INET6);
    head->ifa_prefixlen = length;
    head->ifa_flags = address.is_v6() ? IFA_F_NODAD : 0;
    head->ifa_index = index;
    put(message_in(request), IFA_LOCAL, address);
    put(message_in(request), IFA_ADDRESS, address);
    return tell(request);
}

Stamp Kernel::route(Change change, const std::string& prefix, const std::string& gateway) {
    const auto via = boost::asio::ip::make_address(gateway);
    const auto whither = parse(prefix != "default" ? prefix : via.is_v4() ? "0.0.0.0/0" : "::/0");
    sources::Request request;
    auto* head = begin<rtmsg>(request, change == Change::add ? RTM_NEWROUTE : RTM_DELROUTE, flags_of(change));
    head->rtm_family = whither.family();
    head->rtm_dst_len = whither.length;
    head->rtm_table = RT_TABLE_MAIN;
    head->rtm_type = RTN_UNICAST;
    head->rtm_protocol = RTPROT_STATIC;
    head->rtm_scope = RT_SCOPE_UNIVERSE;
    if (whither.length != 0)
        put(message_in(request), RTA_DST, whither.address);
    put(message_in(request), RTA_GATEWAY, via);
    return tell(request);
}

bool Kernel::link_runs(std::uint32_t index) {
    sources::Request request;
    bool runs = false;
    socket_.ask(*sources::ask_link(request, index), [&](const nlmsghdr& message) {
        const auto* head = static_cast<const ifinfomsg*>(mnl_nlmsg_get_payload(&message));
        runs = (head->ifi_flags & IFF_RUNNING) != 0;
    });
    return runs;
}

Stamp Kernel::tell(sources::Request& request) {
    auto* message = message_in(request);
    const auto before = std::chrono::steady_clock::now();
    const auto answer = socket_.ask(*message, [](const nlmsghdr&) {});
    if (!answer.complete)
        throw std::runtime_error("the kernel does not answer");
    if (answer.error != 0)
        throw std::system_error(answer.error, std::generic_category(), "the kernel refuses a change");
    return before;
}

} // namespace offline::net
