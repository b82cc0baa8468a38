#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline::net {
namespace {

// Policy: 2 s between looks, 1 s for one, three strikes; while offline looks after 1, 2, 4 … 60 s, as by
// default.
class LongReturnScenario : public NetTest {};

TEST_F(LongReturnScenario, IsOnlineWithinTheLongestRetryAfterTheServerWasGoneForAMinute) {
    RoutingWorld world;
    Client mail({.endpoints = {world.beyond}, .retry_max = "60s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp ended = now();
    world.beyond_imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    expect_no_more_than(1, mail, 1min);
    const Stamp back = now();
    world.beyond_imap = serve_at(world.server, 143, servers::imap());
    expect_back(mail, 2, back, 66s + timeout + noise);
    expect_no_more_than(2, mail);
}

} // namespace
} // namespace offline::net
