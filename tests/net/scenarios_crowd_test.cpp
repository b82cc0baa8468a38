#include <algorithm>
#include <deque>

#include "net/net_test.h"
#include "net/wide_world.h"

namespace offline::net {
namespace {

// So much at once that the kernel's one lock of all networks is held for long: beside other tests, those
// would be late.
class CrowdScenario : public NetTest {};

TEST_F(CrowdScenario, TellsNothingWhileTwoHundredUnrelatedLinksComeAndGo) {
    RoutingWorld world;
    Client mail({.endpoints = {RoutingWorld::beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const auto before = mail.suppressed();
    world.client().sh("for i in $(seq 200); do echo link add veth$i type veth peer name peer$i; "
                      "echo link set veth$i up; echo link del veth$i; done | ip -batch -");
    expect_no_more_than(0, mail);
    EXPECT_EQ(mail.reason(), Reason::ok);
    EXPECT_GE(mail.suppressed() - before, 200u);
}

// So many at once that the kernel has no room left to tell of them all.
TEST_F(CrowdScenario, KnowsTheTruthAgainAfterTenThousandRoutesWereAddedAtOnce) {
    RoutingWorld world;
    Client mail({.endpoints = {RoutingWorld::beyond}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp flooded = now();
    world.client().sh("{ for i in $(seq 0 9999); do echo route add 10.$((i / 250)).$((i % 250)).0/24 via "
                      "192.168.7.1; done; "
                      "echo route del default via 192.168.7.1; } | ip -batch -");
    const Stamp removed = now();
    const auto change = mail.change(1);
    EXPECT_GT(change.start, flooded);
    EXPECT_LT(change.statechange - removed, 1s + noise);
    EXPECT_EQ(mail.reason(), Reason::no_route);
    expect_back(mail, 2, world.add_default_route(), 1s + one_round);
    expect_no_more_than(2, mail);
    world.client().sh("ip route flush root 10.0.0.0/8");
}

TEST_F(CrowdScenario, OfAThousandProfilesIsToldAtOnceAndComesBack) {
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
