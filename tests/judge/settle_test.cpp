#include <gmock/gmock.h>

#include "judge/life.h"
#include "judge/settle.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A profile that a route alone decides, so that it turns when the test says so and not a look later.
Life routed(model::SettlePolicy settle = {}) {
    auto profile = profile_of({"route:default"});
    profile.settle = settle;
    Life life(profile);
    life.way_opens();
    life.run(1s);
    life.told();
    return life;
}

void flap(Life& life, std::chrono::milliseconds down = 100ms, std::chrono::milliseconds up = 100ms) {
    life.link_lost();
    life.run(down);
    life.way_opens();
    life.run(up);
}

TEST(Settle, ForgetsALossThatWasOverInTime) {
    Life life = routed({.offline = 2s});
    for (int i = 0; i < 10; ++i)
        flap(life, 1900ms, 10ms);
    life.run(1min);
    EXPECT_THAT(life.told(), IsEmpty());
}

TEST(Damping, LetsTheFirstTwoReturnsPassAndHoldsTheNextOnes) {
    Life life = routed();
    flap(life);
    flap(life);
    flap(life, 100ms, 4s);
    flap(life, 100ms, 7s);
    flap(life, 100ms, 13s);
    EXPECT_THAT(life.told(),
                ElementsAre("1000 offline no-route", "1100 online ok", "1200 offline no-route",
                            "1300 online ok", "1400 offline no-route", "1500 offline settling",
                            "4500 online ok", //
                            "5500 offline no-route", "5600 offline settling", "11600 online ok",
                            "12600 offline no-route", "12700 offline settling", "24700 online ok"));
}

TEST(Damping, NeitherCountsNorLengthensForAFlapWhileHeld) {
    Life life = routed();
    flap(life);
    flap(life);
    for (int i = 0; i < 18; ++i)
        flap(life);
    life.told();
    const auto last_return = life.now() - 100ms;
    life.run(1min);
    EXPECT_EQ(life.evidence().returns.back() - last_return, 3s);
    EXPECT_EQ(life.told().size(), 1U);
}

TEST(Damping, TellsAtMostThreeChangesAfterTheFirstThreeOfALinkThatFlapsTwentyTimes) {
    Life life = routed();
    for (int i = 0; i < 20; ++i)
        flap(life);
    life.run(1min);
    int changes = 0;
    State before = State::online;
    for (const auto& line : life.told()) {
        const State now = line.find(" online ") != std::string::npos ? State::online : State::offline;
        changes += now != before;
        before = now;
    }
    EXPECT_LE(changes, 6);
    EXPECT_EQ(before, State::online);
}

} // namespace
} // namespace offline::judge
