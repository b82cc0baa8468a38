#include <array>
#include <cstring>
#include <span>
#include <vector>

#include <gtest/gtest.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

#include "sources/kernel_news.h"
#include "sources/route_messages.h"

namespace offline::sources {
namespace {

using boost::asio::ip::make_address;

// Netlink bytes, written by hand.
class Bytes {
public:
    template <class Value>
    Bytes& put(const Value& value) {
        const auto* raw = reinterpret_cast<const std::byte*>(&value);
        bytes_.insert(bytes_.end(), raw, raw + sizeof value);
        return *this;
    }

    Bytes& message(std::uint16_t type, const Bytes& payload) {
        put(nlmsghdr{.nlmsg_len = static_cast<std::uint32_t>(sizeof(nlmsghdr) + payload.bytes_.size()),
                     .nlmsg_type = type,
                     .nlmsg_flags = 0,
                     .nlmsg_seq = 0,
                     .nlmsg_pid = 0});
        return append(payload);
    }

    Bytes& attribute(std::uint16_t type, const Bytes& payload) {
        put(nlattr{.nla_len = static_cast<std::uint16_t>(sizeof(nlattr) + payload.bytes_.size()),
                   .nla_type = type});
        append(payload);
        bytes_.resize(NLMSG_ALIGN(bytes_.size()));
        return *this;
    }

    Bytes& append(const Bytes& other) {
        bytes_.insert(bytes_.end(), other.bytes_.begin(), other.bytes_.end());
        return *this;
    }

    std::span<const std::byte> span() const { return bytes_; }

    const nlmsghdr& first() const { return *reinterpret_cast<const nlmsghdr*>(bytes_.data()); }

    std::uint32_t size() const { return static_cast<std::uint32_t>(bytes_.size()); }

    void claim_length(std::uint32_t length) { std::memcpy(bytes_.data(), &length, sizeof length); }

private:
    std::vector<std::byte> bytes_;
};

constexpr std::uint32_t link_index = 7;

Bytes link_news(std::uint16_t type = RTM_NEWLINK) {
    return Bytes().message(type, Bytes().put(ifinfomsg{.ifi_index = link_index}));
}

Bytes address_bytes(const char* address) {
    Bytes bytes;
    const auto parsed = make_address(address);
    if (parsed.is_v4())
        bytes.put(parsed.to_v4().to_bytes());
    else
        bytes.put(parsed.to_v6().to_bytes());
    return bytes;
}

Bytes route_head(std::uint8_t family) {
    return Bytes().put(rtmsg{.rtm_family = family, .rtm_dst_len = 0, .rtm_type = RTN_UNICAST});
}

TEST(KernelNews, CountsEachChangeOfADatagram) {
    auto bytes = link_news();
    bytes.message(RTM_DELROUTE, Bytes().put(rtmsg{})).message(RTM_NEWADDR, Bytes().put(ifaddrmsg{}));
    EXPECT_EQ(read_news(bytes.span()), (Parsed{.messages = 3, .links = {link_index}}));
}

TEST(KernelNews, TellsOfALinkThatIsGone) {
    EXPECT_EQ(read_news(link_news(RTM_DELLINK).span()), (Parsed{.messages = 1, .links = {link_index}}));
}

TEST(KernelNews, TakesNothingForNothing) { EXPECT_EQ(read_news({}), Parsed{}); }

TEST(KernelNews, DoesNotCountWhatIsNoChange) {
    auto bytes = Bytes().message(NLMSG_NOOP, Bytes()).message(RTM_NEWNEIGH, Bytes());
    EXPECT_EQ(read_news(bytes.span()), Parsed{});
}

TEST(KernelNews, CallsAMessageMalformedThatEndsTooEarlyAtEveryLength) {
    const auto whole = link_news();
    for (std::size_t size = 1; size < whole.size(); ++size)
        EXPECT_EQ(read_news(whole.span().first(size)), (Parsed{.malformed = 1})) << size;
}

TEST(KernelNews, BelievesNoLengthBelowTheHeaderOrBeyondTheDatagram) {
    for (const std::uint32_t lie : {0U, 1U, 15U, link_news().size() + 1, 0x7FFFFFFFU, 0xFFFFFFFFU}) {
        auto bytes = link_news();
        bytes.claim_length(lie);
        EXPECT_EQ(read_news(bytes.span()), (Parsed{.malformed = 1})) << lie;
    }
}

TEST(KernelNews, GoesOnBehindAMessageThatIsTooShortForItsKind) {
    auto bytes = Bytes().message(RTM_NEWROUTE, Bytes().put(std::uint32_t{}));
    bytes.append(link_news());
    EXPECT_EQ(read_news(bytes.span()), (Parsed{.messages = 1, .malformed = 1, .links = {link_index}}));
}

TEST(KernelNews, ReportsAnOverrunThatTheKernelTells) {
    EXPECT_TRUE(read_news(Bytes().message(NLMSG_OVERRUN, Bytes()).span()).overrun);
}

TEST(Datagram, GivesItsMessagesOneByOne) {
    const auto bytes = Bytes().append(link_news()).append(link_news());
    auto rest = bytes.span();
    EXPECT_EQ(take_message(rest), &bytes.first());
    EXPECT_NE(take_message(rest), nullptr);
    EXPECT_EQ(take_message(rest), nullptr);
    EXPECT_TRUE(rest.empty());
}

TEST(Datagram, GivesNoMessageThatLiesAboutItsLength) {
    for (const std::uint32_t lie : {0U, 15U, link_news().size() + 1, 0x7FFFFFFFU, 0x80000000U, 0xFFFFFFFFU}) {
        auto bytes = link_news();
        bytes.claim_length(lie);
        auto rest = bytes.span();
        EXPECT_EQ(take_message(rest), nullptr) << lie;
    }
}

TEST(RouteAnswer, ReadsInterfaceGatewayAndSource) {
    auto body = route_head(AF_INET);
    body.attribute(RTA_OIF, Bytes().put(std::uint32_t{7}))
        .attribute(RTA_GATEWAY, address_bytes("192.0.2.1"))
        .attribute(RTA_PREFSRC, address_bytes("192.0.2.9"));
    const auto bytes = Bytes().message(RTM_NEWROUTE, body);
    const auto route = read_route(bytes.first());
    ASSERT_TRUE(route);
    EXPECT_EQ(route->hop.interface_index, 7U);
    EXPECT_EQ(route->hop.gateway, make_address("192.0.2.1"));
    EXPECT_EQ(route->source, make_address("192.0.2.9"));
}

TEST(RouteAnswer, ReadsAGatewayOfTheOtherFamily) {
    auto body = route_head(AF_INET);
    body.attribute(RTA_VIA, Bytes().put(std::uint16_t{AF_INET6}).append(address_bytes("fe80::1")));
    const auto bytes = Bytes().message(RTM_NEWROUTE, body);
    EXPECT_EQ(read_route(bytes.first())->hop.gateway, make_address("fe80::1"));
}

Bytes hop(int interface_index, std::uint16_t claimed_length) {
    return Bytes().put(rtnexthop{
        .rtnh_len = claimed_length, .rtnh_flags = 0, .rtnh_hops = 0, .rtnh_ifindex = interface_index});
}

TEST(RouteAnswer, ReadsEachHopOfAMultipathRoute) {
    auto body = route_head(AF_INET);
    body.attribute(RTA_MULTIPATH, hop(3, 8).append(hop(4, 8)));
    const auto bytes = Bytes().message(RTM_NEWROUTE, body);
    const auto hops = read_route(bytes.first())->hops;
    ASSERT_EQ(hops.size(), 2U);
    EXPECT_EQ(hops[0].interface_index, 3U);
    EXPECT_EQ(hops[1].interface_index, 4U);
}

TEST(RouteAnswer, StopsAtAHopThatLiesAboutItsLength) {
    for (const std::uint16_t lie : std::array<std::uint16_t, 4>{0, 7, 9, 0xFFFF}) {
        auto body = route_head(AF_INET);
        body.attribute(RTA_MULTIPATH, hop(3, lie));
        const auto bytes = Bytes().message(RTM_NEWROUTE, body);
        EXPECT_TRUE(read_route(bytes.first())->hops.empty()) << lie;
    }
}

TEST(RouteAnswer, TakesNoAttributeThatIsTooShort) {
    auto body = route_head(AF_INET6);
    body.attribute(RTA_OIF, Bytes().put(std::uint16_t{7}));
    body.attribute(RTA_PREFSRC, Bytes().put(std::uint32_t{}));
    const auto bytes = Bytes().message(RTM_NEWROUTE, body);
    const auto route = read_route(bytes.first());
    ASSERT_TRUE(route);
    EXPECT_EQ(route->hop.interface_index, 0U);
    EXPECT_FALSE(route->source);
}

TEST(RouteAnswer, IsNoneFromAnotherOrAShortMessage) {
    EXPECT_FALSE(read_route(link_news().first()));
    EXPECT_FALSE(read_route(Bytes().message(RTM_NEWROUTE, Bytes().put(std::uint32_t{})).first()));
}

TEST(LinkAnswer, ReadsANameWithoutAnEndOnlyWithinItsAttribute) {
    auto body = Bytes().put(ifinfomsg{.ifi_index = 3});
    body.attribute(IFLA_IFNAME, Bytes().put(std::array{'e', 't', 'h', '0'}));
    const auto bytes = Bytes().message(RTM_NEWLINK, body);
    const auto link = read_link(bytes.first());
    ASSERT_TRUE(link);
    EXPECT_EQ(link->name, "eth0");
    EXPECT_FALSE(link->carries());
}

Bytes address_news(std::uint8_t scope, std::uint8_t flags) {
    return Bytes().message(
        RTM_NEWADDR, Bytes().put(ifaddrmsg{
                         .ifa_family = AF_INET6, .ifa_flags = flags, .ifa_scope = scope, .ifa_index = 5}));
}

TEST(AddressAnswer, CountsAnAddressThatIsGlobalAndPassedItsCheck) {
    EXPECT_EQ(read_usable_address(address_news(RT_SCOPE_UNIVERSE, IFA_F_PERMANENT).first()), 5U);
    EXPECT_EQ(
        read_usable_address(address_news(RT_SCOPE_UNIVERSE, IFA_F_TENTATIVE | IFA_F_OPTIMISTIC).first()), 5U);
}

TEST(AddressAnswer, CountsNoLinkLocalTentativeOrDoubleAddress) {
    EXPECT_FALSE(read_usable_address(address_news(RT_SCOPE_LINK, IFA_F_PERMANENT).first()));
    EXPECT_FALSE(read_usable_address(address_news(RT_SCOPE_UNIVERSE, IFA_F_TENTATIVE).first()));
    EXPECT_FALSE(read_usable_address(address_news(RT_SCOPE_UNIVERSE, IFA_F_DADFAILED).first()));
}

} // namespace
} // namespace offline::sources
