#include <thread>

#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline::net {
namespace {

// Much that the kernel tells has nothing to do with the account. Policy: 2 s between looks, 1 s for one,
// three strikes.
class ChurnScenario : public NetTest {
protected:
    RoutingWorld world_;
    Client mail_{{.endpoints = {RoutingWorld::beyond}}};
};

TEST_F(ChurnScenario, TellsNothingWhileTheDefaultRouteIsReplacedWithinMillisecondsAgainAndAgain) {
    ASSERT_TRUE(mail_.meets(Reason::ok));
    const auto before = mail_.suppressed();
    for (int i = 0; i < 50; ++i) {
        world_.remove_default_route();
        world_.add_default_route();
    }
    expect_no_more_than(0, mail_);
    EXPECT_EQ(mail_.reason(), Reason::ok);
    EXPECT_GE(mail_.suppressed() - before, 50u);
}

TEST_F(ChurnScenario, EndsInTheTruthAndTellsOfFewChangesWhenTheLinkFlaps) {
    ASSERT_TRUE(mail_.meets(Reason::ok));
    Stamp last{};
    for (int i = 0; i < 20; ++i) {
        const Stamp flap = now();
        world_.card().down();
        std::this_thread::sleep_until(flap + 100ms);
        world_.card().up();
        last = world_.add_default_route();
        std::this_thread::sleep_until(flap + 200ms);
    }
    EXPECT_TRUE(mail_.meets(Reason::settling, 3s)) << word(mail_.reason());
    EXPECT_EQ(mail_.state(), State::offline);
    ASSERT_TRUE(mail_.meets(Reason::ok, 20s));
    EXPECT_LT(now() - last, 3s + one_round);
    const auto changes = mail_.changes();
    EXPECT_LE(changes, 6u) << "three, and three more";
    EXPECT_EQ(mail_.change(changes).to, State::online);
    expect_no_more_than(changes, mail_);
    EXPECT_EQ(mail_.state(), State::online);
}

} // namespace
} // namespace offline::net
