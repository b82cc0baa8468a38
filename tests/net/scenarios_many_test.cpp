#include <deque>

#include "net/net_test.h"
#include "net/wide_world.h"

namespace offline::net {
namespace {

class ManyProfiles : public NetTest {};

TEST_F(ManyProfiles, CostOneLookWhereTheyShareAnEndpoint) {
    RoutingWorld world;
    auto slow = servers::imap();
    slow.front() = servers::Drip{"* OK in no haste\r\n", 100ms};
    world.near_imap->play(slow);
    std::deque<Client> all;
    for (int i = 0; i < 10; ++i)
        all.emplace_back(
            ClientProfile{.name = "Work " + std::to_string(i), .endpoints = {world.near}, .timeout = "20s"});
    for (auto& each : all)
        ASSERT_TRUE(each.meets(Reason::ok));
    const Stamp first = now();
    EXPECT_EQ(world.near_imap->connections(), 1);

    world.near_imap->play(servers::imap());
    EXPECT_TRUE(world.near_imap->met(4));
    EXPECT_GT(now() - first, 3 * 2s - noise);
    for (auto& each : all)
        expect_no_more_than(0, each, 0s);

    world.card().down();
    for (auto& each : all)
        ASSERT_EQ(each.change(1).to, State::offline);
    const auto before = world.near_imap->connections();
    world.card().up();
    for (auto& each : all)
        ASSERT_EQ(each.change(2).to, State::online);
    EXPECT_LT(world.near_imap->connections() - before, 5)
        << "one for all of the ten, and perhaps a routine one";
}

TEST_F(ManyProfiles, AreLookedAfterInTheirOrderAtSixtyFourPlacesAtATime) {
    WideWorld world;
    world.beyond_imap->play({servers::Stall{}});
    const Stamp begun = now();
    std::deque<Client> all;
    for (std::size_t i = 0; i < 100; ++i)
        all.emplace_back(ClientProfile{
            .name = "P" + std::to_string(i), .endpoints = {world.endpoint(i)}, .timeout = "4s"});
    ASSERT_TRUE(world.beyond_imap->met(64));
    ASSERT_TRUE(world.beyond_imap->met(65));
    EXPECT_GE(now() - begun, 2s) << "the 65th waits until one has ended";
    const Stamp next_round = all[64].change(1, 30s).statechange;
    for (std::size_t i = 0; i < 64; ++i)
        EXPECT_LT(all[i].change(1).statechange, next_round) << i;
}

} // namespace
} // namespace offline::net
