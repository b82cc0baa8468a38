#include <string>

#include <gmock/gmock.h>

#include "net/net_test.h"
#include "net/routing_world.h"
#include "net/witness.h"

namespace offline::net {
namespace {

// Policy: 2 s between looks, 1 s for one, three strikes.
class RoutingScenario : public NetTest {};

TEST_F(RoutingScenario, IsOnlineWithoutANotificationWhenEverythingWorks) {
    RoutingWorld world;
    const Stamp began = now();
    Client mail({.endpoints = {world.beyond}});
    expect_online(mail, began, 1s);
    expect_no_more_than(0, mail);
}

TEST_F(RoutingScenario, HasNoRouteWhenTheLinkGoesDownAndIsBackWhenItComesUp) {
    RoutingWorld world;
    Client mail({.endpoints = {world.near}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    expect_no_route(mail, 1, world.card().down());
    EXPECT_THAT(mail.detail(), testing::HasSubstr("eth0"));
    expect_no_more_than(1, mail);
    expect_back(mail, 2, world.card().up(), link_is_back);
    expect_no_more_than(2, mail);
}

TEST_F(RoutingScenario, IsBackSoonThoughTheFirstPacketsOverTheNewWayAreLost) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .timeout = "10s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    expect_no_route(mail, 1, world.remove_default_route());
    // All of the first connection, so that only another one can come off; TCP's own repetition is lost too.
    world.router.sh("nft -f - <<'RULES'\n"
                    "table inet lossy {\n"
                    "  set lost { type inet_service; flags dynamic; }\n"
                    "  chain forward { type filter hook forward priority 0;\n"
                    "    tcp sport @lost drop\n"
                    "    tcp dport 143 numgen inc mod 1000000 < 1 add @lost { tcp sport } drop\n"
                    "  }\n"
                    "}\n"
                    "RULES");
    expect_back(mail, 2, world.add_default_route());
    expect_no_more_than(2, mail);
}

TEST_F(RoutingScenario, IsBackOnceTheLinkAndTheDefaultRouteAre) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    expect_no_route(mail, 1, world.card().down());
    world.card().up();
    expect_no_more_than(1, mail, 500ms);
    expect_back(mail, 2, world.add_default_route());
    expect_no_more_than(2, mail);
}

TEST_F(RoutingScenario, HasNoRouteWhenTheAddressIsTakenFromTheInterface) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    expect_no_route(mail, 1, world.card().remove(world.address));
    expect_no_more_than(1, mail);
    world.card().add(world.address);
    expect_back(mail, 2, world.add_default_route());
    expect_no_more_than(2, mail);
}

TEST_F(RoutingScenario, LosesOnlyTheAccountBeyondWhenTheDefaultRouteIsRemoved) {
    RoutingWorld world;
    Client a({.name = "A", .endpoints = {world.near}});
    Client b({.name = "B", .endpoints = {world.beyond}});
    ASSERT_TRUE(a.meets(Reason::ok));
    ASSERT_TRUE(b.meets(Reason::ok));
    expect_no_route(b, 1, world.remove_default_route());
    expect_no_more_than(1, b);
    expect_no_more_than(0, a, 1ms);
    expect_back(b, 2, world.add_default_route());
    expect_no_more_than(2, b);
    expect_no_more_than(0, a, 1ms);
    EXPECT_EQ(a.reason(), Reason::ok);
}

TEST_F(RoutingScenario, HasNoRouteWhenTheCableIsPulled) {
    RoutingWorld world;
    Client beyond({.name = "Beyond", .endpoints = {world.beyond}});
    Client near({.name = "Near", .endpoints = {world.near}});
    ASSERT_TRUE(beyond.meets(Reason::ok));
    ASSERT_TRUE(near.meets(Reason::ok));
    Witness witness;
    const Stamp pulled = world.lan.far().down();
    const Stamp heard = witness.heard_since(pulled);
    for (auto* mail : {&beyond, &near}) {
        expect_no_route(*mail, 1, heard);
        EXPECT_THAT(mail->detail(), testing::HasSubstr("no carrier"));
        expect_no_more_than(1, *mail);
    }
    const Stamp plugged = world.lan.far().up();
    expect_back(near, 2, plugged);
    expect_back(beyond, 2, plugged);
    expect_no_more_than(2, near);
    expect_no_more_than(2, beyond, 1ms);
}

TEST_F(RoutingScenario, HasNoRouteWhileARouteLeadsToNowhere) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .damping = false});
    ASSERT_TRUE(mail.meets(Reason::ok));
    Witness witness;
    std::size_t told = 0;
    for (const std::string kind : {"blackhole", "unreachable", "prohibit"}) {
        SCOPED_TRACE(kind);
        const Stamp closed = now();
        world.client().sh("ip route add " + kind + " 203.0.113.0/24");
        expect_no_route(mail, ++told, witness.heard_since(closed));
        const Stamp opened = now();
        world.client().sh("ip route del " + kind + " 203.0.113.0/24");
        expect_back(mail, ++told, opened);
    }
    expect_no_more_than(told, mail);
}

TEST_F(RoutingScenario, HasNoRouteWhileARuleMakesTheHostUnreachable) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}});
    Client other({.name = "Other", .endpoints = {world.near}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(other.meets(Reason::ok));
    Witness witness;
    const Stamp ruled = now();
    world.client().sh("ip rule add to 203.0.113.9 unreachable");
    expect_no_route(mail, 1, witness.heard_since(ruled));
    expect_no_more_than(1, mail);
    const Stamp lifted = now();
    world.client().sh("ip rule del to 203.0.113.9 unreachable");
    expect_back(mail, 2, lifted);
    expect_no_more_than(2, mail);
    expect_no_more_than(0, other, 1ms);
}

TEST_F(RoutingScenario, HasNoRouteWhenItsNexthopObjectIsDeleted) {
    RoutingWorld world;
    world.remove_default_route();
    const auto lay = [&] {
        world.client().sh("ip nexthop add id 7 via 192.168.7.1 dev eth0 && ip route add default nhid 7");
    };
    lay();
    Client mail({.endpoints = {world.beyond}});
    Client way({.name = "Way", .endpoints = {"route:default"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    ASSERT_TRUE(way.meets(Reason::ok));
    Witness witness;
    const Stamp cut = now();
    world.client().sh("ip nexthop del id 7");
    const Stamp heard = witness.heard_since(cut);
    expect_no_route(mail, 1, heard);
    expect_no_route(way, 1, heard);
    expect_no_more_than(1, mail);
    const Stamp laid = now();
    lay();
    expect_back(mail, 2, laid);
    expect_back(way, 2, laid);
    expect_no_more_than(2, mail);
    expect_no_more_than(2, way, 1ms);
}

TEST_F(RoutingScenario, FollowsTheDefaultRouteWhereThatIsTheEndpoint) {
    RoutingWorld world;
    Client way({.endpoints = {"route:default"}});
    ASSERT_TRUE(way.meets(Reason::ok));
    expect_no_route(way, 1, world.remove_default_route());
    expect_back(way, 2, world.add_default_route());
    expect_no_route(way, 3, world.card().down());
    expect_no_more_than(3, way, 500ms);
}

TEST_F(RoutingScenario, StartsOfflineWithoutALink) {
    RoutingWorld world;
    world.card().down();
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::no_route));
    EXPECT_EQ(mail.state(), State::offline);
    while (!mail.hears_nothing_for(500ms)) {
    }
    const auto told = mail.changes();
    EXPECT_LE(told, 1U) << "none, where the first verdict came before the registration";
    world.card().up();
    expect_back(mail, told + 1, world.add_default_route());
}

TEST_F(RoutingScenario, StaysAsItIsWhenAnotherLinkComesAndGoes) {
    RoutingWorld world;
    auto& other =
        world.world.cable(world.client(), "192.168.9.2/24", world.world.host("other"), "192.168.9.1/24");
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    for (int i = 0; i < 10; ++i) {
        other.near().down();
        other.near().up();
    }
    other.vanish();
    expect_no_more_than(0, mail);
    EXPECT_EQ(mail.reason(), Reason::ok);
}

} // namespace
} // namespace offline::net
