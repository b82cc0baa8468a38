#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline::net {
namespace {

// Policy: 2 s between looks, 1 s for one, three strikes; while offline looks after 1, 2, 2 … s.
class ReturnScenario : public NetTest {};

TEST_F(ReturnScenario, IsOnlineWithinTheLongestRetryOnceTheServerIsBack) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp ended = now();
    world.beyond_imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    expect_no_more_than(1, mail, 4s);
    const Stamp back = now();
    world.beyond_imap = serve_at(world.server, 143, servers::imap());
    expect_back(mail, 2, back, 2200ms + timeout + noise);
    expect_no_more_than(2, mail);
}

TEST_F(ReturnScenario, IsLookedAtAtOnceWhenTheLinkIsBackThoughTheServerHadFailedBefore) {
    RoutingWorld world;
    Client mail({.endpoints = {world.near}, .retry_max = "60s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.near_imap.reset();
    ASSERT_EQ(mail.change(1).to, State::offline);
    const auto looks_are_far_apart = 8s;
    expect_no_more_than(1, mail, looks_are_far_apart);
    world.card().down();
    ASSERT_TRUE(mail.meets(Reason::no_route));
    world.near_imap = serve_at(world.router, 143, servers::imap());
    expect_back(mail, 2, world.card().up());
}

} // namespace
} // namespace offline::net
