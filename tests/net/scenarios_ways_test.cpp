#include <memory>
#include <net/if.h>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "net/net_test.h"
#include "net/routing_world.h"
#include "net/witness.h"

namespace offline::net {
namespace {

// Worlds with more than one way: tunnels, two interfaces, two families. Policy: 2 s between looks, 1 s for
// one, three strikes.
class WaysScenario : public NetTest {};

// An office behind a tunnel.
struct Office {
    explicit Office(RoutingWorld& all)
        : routing(all), gateway(all.world.host("gateway").forwards()), server(all.world.host("office")) {
        routing.world.cable(gateway, "10.9.0.1/24", server, "10.9.0.9/24");
        server.add_route("default", "10.9.0.1");
        imap = serve_at(server, 143, servers::imap());
    }

    Stamp connect() {
        tunnel = &routing.world.cable(routing.client(), "10.8.0.2/24", gateway, "10.8.0.1/24");
        return routing.client().add_route("10.9.0.0/24", "10.8.0.1");
    }

    static constexpr auto account = "imap://10.9.0.9";

    RoutingWorld& routing;
    Host& gateway;
    Host& server;
    Cable* tunnel = nullptr;
    std::unique_ptr<servers::ScriptedServer> imap;
};

TEST_F(WaysScenario, FlipsOnlyTheProfileBehindTheVpnThatVanishesAndReturns) {
    RoutingWorld world;
    world.remove_default_route();
    Office office(world);
    office.connect();
    Client home({.name = "Home", .endpoints = {world.near}});
    Client work({.name = "Work", .endpoints = {office.account}});
    ASSERT_TRUE(home.meets(Reason::ok));
    ASSERT_TRUE(work.meets(Reason::ok));
    expect_no_route(work, 1, office.tunnel->vanish());
    expect_no_more_than(1, work);
    expect_back(work, 2, office.connect());
    expect_no_more_than(2, work);
    expect_no_more_than(0, home, 1ms);
}

TEST_F(WaysScenario, FindsTheVpnsHostUnreachableWhereTheDefaultRouteRemains) {
    RoutingWorld world;
    Office office(world);
    office.connect();
    Client home({.name = "Home", .endpoints = {world.beyond}});
    Client work({.name = "Work", .endpoints = {office.account}});
    ASSERT_TRUE(home.meets(Reason::ok));
    ASSERT_TRUE(work.meets(Reason::ok));
    expect_offline(work, Reason::unreachable, office.tunnel->vanish(), k_looks);
    expect_back(work, 2, office.connect());
    expect_no_more_than(2, work);
    expect_no_more_than(0, home, 1ms);
}

// Two cables to the same router; the kernel prefers the first.
struct TwoWays : RoutingWorld {
    TwoWays() : second(world.cable(client(), "192.168.8.2/24", router, "192.168.8.1/24")) {
        remove_default_route();
        client().sh("ip route add default via 192.168.7.1 metric 100\n"
                    "ip route add default via 192.168.8.1 metric 200");
    }

    Cable& second;
};

TEST_F(WaysScenario, StaysOnlineWhenTheBetterOfTwoInterfacesIsTakenDown) {
    TwoWays world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int before = world.beyond_imap->connections();
    world.card().down();
    EXPECT_TRUE(world.beyond_imap->met(before + 1)) << "it looks over the other way";
    expect_no_more_than(0, mail);
    EXPECT_EQ(mail.reason(), Reason::ok);
}

TEST_F(WaysScenario, StaysOnlineWhenTheRoutesOfTheBetterInterfaceAreWithdrawn) {
    TwoWays world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int before = world.beyond_imap->connections();
    world.client().sh("ip route del default via 192.168.7.1");
    EXPECT_TRUE(world.beyond_imap->met(before + 1)) << "it looks over the other way";
    expect_no_more_than(0, mail);
    EXPECT_EQ(mail.reason(), Reason::ok);
}

TEST_F(WaysScenario, HasNoRouteWhileTheKernelPrefersAWayWithoutCarrier) {
    TwoWays world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    Witness witness;
    const Stamp pulled = world.lan.far().down();
    expect_no_route(mail, 1, witness.heard_since(pulled));
    expect_no_more_than(1, mail);
    const Stamp moved = now();
    world.client().sh("ip route del default via 192.168.7.1");
    expect_back(mail, 2, moved);
    expect_no_more_than(2, mail);
}

TEST_F(WaysScenario, StaysOnlineWhereTheKernelPassesOverLinksWithoutCarrier) {
    TwoWays world;
    world.client().sh("echo 1 > /proc/sys/net/ipv4/conf/eth0/ignore_routes_with_linkdown");
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int before = world.beyond_imap->connections();
    world.lan.far().down();
    EXPECT_TRUE(world.beyond_imap->met(before + 1)) << "it looks over the other way";
    expect_no_more_than(0, mail);
    EXPECT_EQ(mail.reason(), Reason::ok);
}

Device card_of(MailWorld& world) {
    return {world.world.client(), {.name = "eth0", .index = if_nametoindex("eth0")}};
}

TEST_F(WaysScenario, LosesEveryAccountAtOnceWhereBothFamiliesAreConfigured) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    std::vector<std::unique_ptr<Client>> all;
    for (const ClientProfile& profile : {ClientProfile{.name = "Four", .endpoints = {"imap://203.0.113.9"}},
                                         ClientProfile{.name = "Six", .endpoints = {"imap://[fd08::9]"}},
                                         ClientProfile{.name = "Named", .endpoints = {"imap://mail.test"}},
                                         ClientProfile{.name = "Way", .endpoints = {"route:default"}}})
        all.push_back(std::make_unique<Client>(profile));
    for (const auto& mail : all)
        ASSERT_TRUE(mail->meets(Reason::ok));
    const Stamp pulled = card_of(world).down();
    for (const auto& mail : all) {
        expect_no_route(*mail, 1, pulled);
        expect_no_more_than(1, *mail, 500ms);
    }
}

TEST_F(WaysScenario, LosesEveryAccountAtOnceWhereOnlyIpv6IsConfigured) {
    MailWorld world(MailWorld::Families::v6);
    const auto imap = world.serve(143, servers::imap());
    Client literal({.name = "Literal", .endpoints = {"imap://[fd08::9]"}});
    Client named({.name = "Named", .endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(literal.meets(Reason::ok));
    ASSERT_TRUE(named.meets(Reason::ok));
    auto card = card_of(world);
    const Stamp pulled = card.down();
    expect_no_route(literal, 1, pulled);
    expect_no_route(named, 1, pulled);
    expect_no_more_than(1, literal);
    expect_no_more_than(1, named, 1ms);
    card.up();
    card.add("fd07::2/64");
    const Stamp back = world.world.client().add_route("default", "fd07::1");
    expect_back(literal, 2, back);
    expect_back(named, 2, back);
}

} // namespace
} // namespace offline::net
