#include <memory>
#include <optional>

#include <gmock/gmock.h>

#include "net/net_test.h"
#include "net/world.h"
#include "sources/kernel_ways.h"

namespace offline::sources {
namespace {

using boost::asio::ip::make_address;
using model::Way;

const auto server = make_address("203.0.113.9");
const auto server6 = make_address("2001:db8:9::9");
const auto neighbour = make_address("192.168.7.1");

/// A client whose ways all lead over one cable to a router.
class KernelWaysTest : public net::NetTest {
protected:
    void SetUp() override {
        NetTest::SetUp();
        if (IsSkipped())
            return;
        world_.emplace();
        cable_ = &world_->cable(client(), "192.168.7.2/24 fd07::2/64", world_->host("router"),
                                "192.168.7.1/24 fd07::1/64");
        client().add_route("default", "192.168.7.1");
        client().add_route("default", "fd07::1");
        ways_ = KernelWays::open().value();
        before_ = ways_->to(server, nullptr);
        before6_ = ways_->to(server6, nullptr);
    }

    net::Host& client() { return world_->client(); }

    /// A second cable, to a gateway behind which `server` is.
    net::Cable& tunnel() {
        auto& cable = world_->cable(client(), "10.8.0.2/24", world_->host("gateway"), "10.8.0.1/24");
        client().add_route("203.0.113.0/24", "10.8.0.1");
        return cable;
    }

    Way now() { return ways_->to(server, &before_); }

    Way now6() { return ways_->to(server6, &before6_); }

    std::optional<net::World> world_;
    net::Cable* cable_{};
    std::unique_ptr<KernelWays> ways_;
    Way before_;
    Way before6_;
};

TEST_F(KernelWaysTest, SeesAnOpenWayWithItsGatewayAndSource) {
    EXPECT_TRUE(before_.open);
    EXPECT_TRUE(before_.known);
    EXPECT_EQ(before_.interface_name, "eth0");
    EXPECT_EQ(before_.interface_index, cable_->near().index());
    EXPECT_EQ(before_.gateway, neighbour);
    EXPECT_EQ(before_.source, make_address("192.168.7.2"));
    EXPECT_EQ(before_.detail, "via 192.168.7.1 on eth0");
    EXPECT_TRUE(before6_.open);
    EXPECT_EQ(before6_.source, make_address("fd07::2"));
    EXPECT_EQ(ways_->to(neighbour, nullptr).detail, "on eth0");
    EXPECT_TRUE(ways_->to_the_internet(nullptr).open);
    EXPECT_TRUE(ways_->any_interface_usable());
}

TEST_F(KernelWaysTest, SeesThisMachinesOwnAddressesThroughLoopback) {
    for (const auto* own : {"127.0.0.1", "::1", "192.168.7.2", "fd07::2"})
        EXPECT_TRUE(ways_->to(make_address(own), nullptr).open) << own;
}

TEST_F(KernelWaysTest, AsksForTheInnerAddressOfAMappedOne) {
    EXPECT_EQ(ways_->to(make_address("::ffff:203.0.113.9"), nullptr).source, make_address("192.168.7.2"));
}

TEST_F(KernelWaysTest, LosesTheLinkWhenItGoesDown) {
    cable_->near().down();
    for (const auto& way : {now(), now6()}) {
        EXPECT_FALSE(way.open);
        EXPECT_TRUE(way.link_lost);
        EXPECT_EQ(way.detail, "eth0 is down");
    }
    EXPECT_FALSE(ways_->to_the_internet(nullptr).open);
    EXPECT_FALSE(ways_->any_interface_usable());
}

TEST_F(KernelWaysTest, LosesTheLinkWhenTheCableIsPulledThoughItsRoutesStay) {
    cable_->far().down();
    for (const auto& way : {now(), now6(), ways_->to(server, nullptr), ways_->to_the_internet(nullptr)}) {
        EXPECT_FALSE(way.open);
        EXPECT_TRUE(way.link_lost || way.interface_index == 0);
        EXPECT_EQ(way.detail, "no carrier on eth0");
    }
    EXPECT_TRUE(now().link_lost);
    EXPECT_FALSE(ways_->any_interface_usable());
    cable_->far().up();
    EXPECT_TRUE(now().leads_as(before_));
}

TEST_F(KernelWaysTest, KeepsCallingALinkLostWhenItsRoutesGoLater) {
    cable_->far().down();
    const auto pulled = now();
    client().remove_route("default", "192.168.7.1");
    EXPECT_TRUE(ways_->to(server, &pulled).link_lost);
}

TEST_F(KernelWaysTest, LosesTheLinkWhenTheInterfaceVanishes) {
    cable_->vanish();
    EXPECT_TRUE(now().link_lost);
    EXPECT_EQ(now().detail, "eth0 is gone");
}

TEST_F(KernelWaysTest, ClosesWithTheLinkStillThereWhenTheAddressIsRemoved) {
    cable_->near().remove("192.168.7.2/24");
    EXPECT_FALSE(now().open);
    EXPECT_FALSE(now().link_lost);
    EXPECT_TRUE(now6().open);
    cable_->near().remove("fd07::2/64");
    EXPECT_FALSE(now6().open);
    EXPECT_FALSE(ways_->any_interface_usable());
}

TEST_F(KernelWaysTest, KeepsTheNeighbourhoodWhenTheDefaultRouteGoes) {
    client().remove_route("default", "192.168.7.1");
    client().remove_route("default", "fd07::1");
    EXPECT_EQ(now().detail, "no route to 203.0.113.9");
    EXPECT_FALSE(now().link_lost);
    EXPECT_TRUE(ways_->to(neighbour, nullptr).open);
    EXPECT_EQ(ways_->to_the_internet(nullptr).detail, "no default route");
}

TEST_F(KernelWaysTest, ObeysRoutesThatForbid) {
    client().sh("ip route add unreachable 203.0.113.9");
    EXPECT_EQ(now().detail, "routing declares 203.0.113.9 unreachable");
    client().sh("ip route replace prohibit 203.0.113.9");
    EXPECT_EQ(now().detail, "routing prohibits 203.0.113.9");
    client().sh("ip route replace blackhole 203.0.113.9");
    EXPECT_EQ(now().detail, "a black hole swallows what is sent to 203.0.113.9");
    for (const auto* kind : {"unreachable", "prohibit", "blackhole"}) {
        client().sh(std::string("ip -6 route add ") + kind + " 2001:db8:9::9");
        EXPECT_FALSE(now6().open) << kind;
        EXPECT_FALSE(now6().link_lost) << kind;
        client().sh(std::string("ip -6 route del ") + kind + " 2001:db8:9::9");
        EXPECT_TRUE(now6().open) << kind;
    }
}

TEST_F(KernelWaysTest, ObeysPolicyRules) {
    for (const auto* kind : {"unreachable", "prohibit", "blackhole"}) {
        client().sh(std::string("ip rule add to 203.0.113.9 ") + kind);
        EXPECT_FALSE(now().open) << kind;
        client().sh(std::string("ip rule del to 203.0.113.9 ") + kind);
        EXPECT_TRUE(now().open) << kind;
    }
    auto& other = world_->cable(client(), "10.8.0.2/24", world_->host("gateway"), "10.8.0.1/24");
    client().sh("ip route add default via 10.8.0.1 table 100; ip rule add to 203.0.113.9 lookup 100");
    EXPECT_EQ(now().interface_index, other.near().index());
    EXPECT_FALSE(now().leads_as(before_));
}

TEST_F(KernelWaysTest, ClosesWhenItsNextHopIsDeleted) {
    client().sh("ip nexthop add id 7 via 192.168.7.1 dev eth0; ip route add 203.0.113.0/24 nhid 7;"
                "ip route del default");
    EXPECT_TRUE(now().open);
    client().sh("ip nexthop del id 7");
    EXPECT_FALSE(now().open);
}

TEST_F(KernelWaysTest, ClosesOverANextHopThatIsABlackHole) {
    client().sh("ip nexthop add id 8 blackhole; ip route add 203.0.113.0/24 nhid 8");
    EXPECT_FALSE(now().open);
}

TEST_F(KernelWaysTest, FindsTheInternetBehindANextHopThatTheRouteHides) {
    client().sh("echo 0 > /proc/sys/net/ipv4/nexthop_compat_mode; ip -6 route del default;"
                "ip nexthop add id 7 via 192.168.7.1 dev eth0; ip route replace default nhid 7");
    const auto way = ways_->to_the_internet(nullptr);
    EXPECT_TRUE(way.open);
    EXPECT_EQ(way.interface_name, "eth0");
}

TEST_F(KernelWaysTest, FindsTheInternetOverWhicheverHopHasCarrier) {
    auto& second = world_->cable(client(), "10.8.0.2/24", world_->host("gateway"), "10.8.0.1/24");
    client().sh("ip -6 route del default; ip route del default;"
                "ip route add default nexthop via 192.168.7.1 nexthop via 10.8.0.1");
    EXPECT_TRUE(now().open);
    cable_->far().down();
    EXPECT_EQ(ways_->to_the_internet(nullptr).interface_name, "eth1");
    second.far().down();
    EXPECT_FALSE(ways_->to_the_internet(nullptr).open);
}

TEST_F(KernelWaysTest, TakesTwoHalvesForADefaultRouteAndNoLongerPrefix) {
    client().sh("ip -6 route del default; ip route del default; ip route add 128.0.0.0/1 via 192.168.7.1");
    EXPECT_TRUE(ways_->to_the_internet(nullptr).open);
    client().sh("ip route del 128.0.0.0/1; ip route add 192.0.0.0/2 via 192.168.7.1");
    EXPECT_FALSE(ways_->to_the_internet(nullptr).open);
}

TEST_F(KernelWaysTest, TakesNoDefaultRouteThatForbidsForTheInternet) {
    client().sh("ip -6 route del default; ip route replace unreachable default");
    EXPECT_FALSE(ways_->to_the_internet(nullptr).open);
}

TEST_F(KernelWaysTest, ClosesIPv6ThatHasARouteAndOnlyALinkLocalAddress) {
    cable_->near().remove("fd07::2/64");
    EXPECT_FALSE(now6().open);
    EXPECT_EQ(now6().detail, "no address on eth0 to send from");
}

TEST_F(KernelWaysTest, ClosesIPv6ThatCouldBeSentFromLoopbackOnly) {
    client().sh("ip -6 address flush dev eth0");
    EXPECT_FALSE(now6().open);
    EXPECT_TRUE(ways_->to(make_address("::1"), nullptr).open);
}

TEST_F(KernelWaysTest, OpensALinkLocalAddressOnItsLink) {
    const auto scope = "%" + std::to_string(cable_->near().index());
    EXPECT_TRUE(ways_->to(make_address("fe80::1" + scope), nullptr).open);
}

TEST_F(KernelWaysTest, OpensIPv4ThroughAnIPv6Gateway) {
    client().sh("ip -4 route del default; ip -4 route add default via inet6 fd07::1 dev eth0");
    EXPECT_TRUE(now().open);
    EXPECT_EQ(now().gateway, make_address("fd07::1"));
}

TEST_F(KernelWaysTest, FollowsARuleThatTellsPortsApart) {
    client().sh(
        "ip route del default; ip route add default via 192.168.7.1 table 100; "
        "ip rule add ipproto tcp dport 993 lookup 100; ip -6 rule add ipproto tcp dport 25 unreachable");
    EXPECT_TRUE(ways_->to({server, 993}, nullptr).open);
    EXPECT_FALSE(ways_->to({server, 143}, nullptr).open);
    EXPECT_FALSE(ways_->to(server, nullptr).open);
    EXPECT_TRUE(ways_->to({server6, 993}, nullptr).open);
    EXPECT_FALSE(ways_->to({server6, 25}, nullptr).open);
}

TEST_F(KernelWaysTest, LosesOnlyWhatLayBehindATunnelThatVanishes) {
    client().remove_route("default", "192.168.7.1");
    auto& vpn = tunnel();
    const auto through = ways_->to(server, nullptr);
    EXPECT_EQ(through.interface_name, "eth1");
    vpn.vanish();
    const auto after = ways_->to(server, &through);
    EXPECT_FALSE(after.open);
    EXPECT_TRUE(after.link_lost);
    EXPECT_TRUE(ways_->to(neighbour, nullptr).open);
}

TEST_F(KernelWaysTest, MovesToTheOtherInterfaceWhenTheBetterOneIsTakenDown) {
    auto& better = tunnel();
    const auto first = ways_->to(server, nullptr);
    better.near().down();
    const auto second = ways_->to(server, &first);
    EXPECT_TRUE(second.open);
    EXPECT_EQ(second.interface_name, "eth0");
    EXPECT_FALSE(second.leads_as(first));
}

TEST_F(KernelWaysTest, AsksAboutALinkOnceInARoundAndAfreshBehindIt) {
    {
        const KernelWays::Round round(*ways_);
        EXPECT_TRUE(now().open);
        cable_->far().down();
        EXPECT_TRUE(now().open);
    }
    EXPECT_FALSE(now().open);
}

TEST_F(KernelWaysTest, AsksAboutALinkAgainOnceNewsNamesItOrIsLost) {
    const auto in_a_round_about = [&](const Wake& news) {
        const KernelWays::Round round(*ways_, news);
        return now().open;
    };
    const Wake of_another{.messages = 1, .links = {cable_->near().index() + 1}};
    const Wake of_this{.messages = 1, .links = {cable_->near().index()}};
    ASSERT_TRUE(in_a_round_about(of_this));
    cable_->far().down();
    EXPECT_TRUE(in_a_round_about(of_another));
    EXPECT_FALSE(in_a_round_about(of_this));
    cable_->far().up();
    EXPECT_FALSE(in_a_round_about(of_another));
    EXPECT_TRUE(in_a_round_about({.overrun = true}));
}

} // namespace
} // namespace offline::sources
