#include <algorithm>
#include <deque>
#include <memory>

#include "net/net_test.h"
#include "net/routing_world.h"

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

// Addresses in plenty, all of them the server's own.
struct WideWorld : RoutingWorld {
    static constexpr std::size_t profiles = 1000;

    WideWorld() {
        server.sh("ip route add local 10.66.0.0/16 dev lo");
        router.sh("ip route add 10.66.0.0/16 via 203.0.113.9");
    }

    static std::string endpoint(std::size_t i) {
        return "imap://10.66." + std::to_string(i / 250) + "." + std::to_string(1 + i % 250);
    }
};

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

TEST_F(ManyProfiles, AreAllToldAtOnceAndAllComeBack) {
    WideWorld world;
    std::deque<Client> all;
    for (std::size_t i = 0; i < WideWorld::profiles; ++i)
        all.emplace_back(ClientProfile{.name = "P" + std::to_string(i),
                                       .endpoints = {world.endpoint(2 * i), world.endpoint(2 * i + 1)},
                                       .interval = "0s",
                                       .timeout = "10s"});
    for (auto& each : all)
        ASSERT_TRUE(each.meets(Reason::ok, 60s));

    const Stamp down = world.card().down();
    Stamp last_told = down;
    for (auto& each : all) {
        const auto change = each.change(1);
        ASSERT_EQ(change.to, State::offline);
        last_told = std::max(last_told, change.statechange);
    }
    EXPECT_LT(last_told - down, 1s) << "20 ms is for a benchmark to show; sanitizers make it many times that";

    world.card().up();
    const Stamp up = world.add_default_route();
    Stamp last_back = up;
    for (auto& each : all) {
        const auto change = each.change(2, 60s);
        ASSERT_EQ(change.to, State::online);
        last_back = std::max(last_back, change.statechange);
    }
    EXPECT_LT(last_back - up, 20s);
}

} // namespace
} // namespace offline::net
