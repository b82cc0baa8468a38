#include <gmock/gmock.h>

#include "net/false_clock.h"
#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline::net {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

constexpr auto long_before_the_next_look = "1h";
constexpr auto at_once_after_a_resume = 10s; // ten times the contract's

// Policy: 1 s for a look, three strikes, and an hour between looks, so that each look has another cause.
class ClockScenario : public NetTest {};

TEST_F(ClockScenario, LooksAtOnceAfterAResumeThatNobodyAnnounced) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .interval = long_before_the_next_look});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int looks = world.beyond_imap->connections();
    sleep_unannounced(10min);
    EXPECT_TRUE(world.beyond_imap->met(looks + 1, at_once_after_a_resume));
    expect_no_more_than(0, mail);
    EXPECT_EQ(world.beyond_imap->connections(), looks + 1);
}

TEST_F(ClockScenario, LooksWhenSomethingElseWakesItAfterAResumeThatNobodyNoticed) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .interval = long_before_the_next_look});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int looks = world.beyond_imap->connections();
    world.client().sh("ip link add nothing type veth peer name special");
    expect_no_more_than(0, mail, 500ms);
    ASSERT_EQ(world.beyond_imap->connections(), looks) << "a card that leads nowhere is no reason to look";
    sleep_unnoticed(10min);
    world.client().sh("ip link delete nothing");
    EXPECT_TRUE(world.beyond_imap->met(looks + 1, at_once_after_a_resume));
    expect_no_more_than(0, mail);
}

TEST_F(ClockScenario, FindsOutThatTheServerIsGoneSinceTheMachineSlept) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .interval = long_before_the_next_look});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.beyond_imap.reset();
    const Stamp resumed = now();
    sleep_unannounced(10min);
    expect_offline(mail, Reason::refused, resumed, k_looks);
    expect_no_more_than(1, mail);
}

TEST_F(ClockScenario, LooksSeldomThoughTheClockIsSetAllTheTime) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .interval = long_before_the_next_look});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const int looks = world.beyond_imap->connections();
    for (int i = 0; i < 30; ++i) {
        set_clock(10min);
        mail.hears_nothing_for(50ms);
    }
    EXPECT_THAT(world.beyond_imap->connections() - looks, AllOf(Ge(1), Le(5)));
    expect_no_more_than(0, mail, 500ms);
}

} // namespace
} // namespace offline::net
