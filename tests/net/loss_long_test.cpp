#include "net/mail_world.h"
#include "net/net_test.h"
#include "net/slow_line.h"

namespace offline::net {
namespace {

// Policy: half a second between looks, 10 s for one, three strikes.
class LossyScenario : public NetTest {};

TEST_F(LossyScenario, StaysOnlineForTenLooksOverASatelliteThatLosesATenthOfThePackets) {
    World world;
    auto& server = world.host("server");
    const SlowLine line(world.client(), "192.168.9.2/24", server, "192.168.9.9/24", 300ms);
    const auto imap = serve_at(server, 143, servers::imap());
    for (const auto* way : {"in", "out"})
        server.filter(way, "numgen random mod 100 < 10 drop");
    Client mail({.endpoints = {"imap://192.168.9.9"}, .interval = "500ms", .timeout = "10s"});
    ASSERT_TRUE(imap->met(10, 3min));
    EXPECT_TRUE(mail.meets(Reason::ok)) << mail.detail();
    EXPECT_EQ(mail.changes(), 0u);
}

TEST_F(LossyScenario, IsOneConnectionToAServerThatIsMerelySlowWhenItsRouteIsBack) {
    World world;
    auto& server = world.host("server");
    const SlowLine line(world.client(), "192.168.9.2/24", server, "192.168.9.9/24", 300ms);
    server.sh("ip address add 10.9.0.9/32 dev lo");
    const auto imap = serve_at(server, 143, servers::imap());
    world.client().add_route("10.9.0.0/24", "192.168.9.9");
    Client mail({.endpoints = {"imap://10.9.0.9"}, .interval = "1h", .timeout = "10s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.client().remove_route("10.9.0.0/24", "192.168.9.9");
    ASSERT_EQ(mail.change(1).to, State::offline);
    const int before = imap->connections();
    world.client().add_route("10.9.0.0/24", "192.168.9.9");
    EXPECT_EQ(mail.change(2).to, State::online);
    EXPECT_TRUE(imap->left_alone()) << "also by what was tried beside the first connection";
    EXPECT_EQ(imap->connections(), before + 1);
}

} // namespace
} // namespace offline::net
