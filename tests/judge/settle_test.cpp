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

TEST(Settle, HoldsAReturnUntilTheServerKeptAnsweringForSoLong) {
    Life life = routed({.online = 2s});
    flap(life, 1s, 5s);
    EXPECT_THAT(life.told(), ElementsAre("1000 offline no-route", "2000 offline settling", "4000 online ok"));
}

TEST(Settle, BeginsAnewWhenTheServerWentAgainMeanwhile) {
    Life life = routed({.online = 2s});
    flap(life, 1s, 1s);
    flap(life, 1s, 5s);
    EXPECT_THAT(life.told(), ElementsAre("1000 offline no-route", "2000 offline settling",
                                         "3000 offline no-route", "4000 offline settling", "6000 online ok"));
}

TEST(Settle, HoldsALossUntilItLastedForSoLong) {
    Life life = routed({.offline = 2s});
    life.link_lost();
    life.run(5s);
    EXPECT_THAT(life.told(), ElementsAre("3000 offline no-route"));
}

TEST(Settle, ForgetsALossThatWasOverInTime) {
    Life life = routed({.offline = 2s});
    for (int i = 0; i < 10; ++i)
        flap(life, 1900ms, 10ms);
    life.run(1min);
    EXPECT_THAT(life.told(), IsEmpty());
}

TEST(Settle, AsksToBeJudgedAgainWhenTheHoldEnds) {
    Life life = routed({.online = 2s});
    flap(life, 1s, 500ms);
    ASSERT_TRUE(life.verdict().judge_again_at);
    EXPECT_EQ(*life.verdict().judge_again_at - life.now(), 1500ms);
    EXPECT_EQ(life.verdict().met, State::online);
}

TEST(Damping, HoldsLongerFromTheThirdReturnToldWithinAMinute) {
    const std::vector<std::chrono::nanoseconds> holds = {0s, 0s, 3s, 6s, 12s, 24s, 48s, 60s, 60s};
    for (std::size_t told = 0; told < holds.size(); ++told)
        EXPECT_EQ(damping_hold(told), holds[told]) << told << " returns told before";
    EXPECT_EQ(damping_hold(1'000'000), 60s);
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

TEST(Damping, ForgetsReturnsThatWereToldMoreThanAMinuteAgo) {
    Life life = routed();
    flap(life);
    flap(life);
    life.run(61s);
    life.told();
    flap(life, 100ms, 1s);
    EXPECT_THAT(life.told(), ElementsAre("62400 offline no-route", "62500 online ok"));
}

TEST(Damping, CanBeSwitchedOff) {
    Life life = routed({.damping = false});
    for (int i = 0; i < 5; ++i)
        flap(life);
    EXPECT_EQ(life.told().size(), 10U);
}

TEST(Damping, GivesWayToALongerSettling) {
    Life life = routed({.online = 5s});
    for (int i = 0; i < 3; ++i)
        flap(life, 100ms, 6s);
    EXPECT_EQ(life.evidence().returns.back() - (life.now() - 6s), 5s);
}

} // namespace
} // namespace offline::judge
