#include <gmock/gmock.h>

#include "dispatch/stage.h"

namespace offline::dispatch {
namespace {

using Farewell = Delivery::Farewell;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::vector<ObjectKey> going_offline = {Stage::store, Stage::provider, Stage::profile};
const std::vector<ObjectKey> going_online = {Stage::profile, Stage::provider, Stage::store};

TEST(Delivery, TellsThreePhasesInOrder) {
    for (const bool wished : {true, false}) {
        Stage stage;
        stage.subscribe("a");
        EXPECT_THAT(wished ? stage.wished(State::offline) : stage.forced(State::offline),
                    ElementsAre("a START"));
        EXPECT_THAT(stage.leave("a"), ElementsAre("a STATECHANGE"));
        EXPECT_THAT(stage.leave("a"), ElementsAre("a DONE"));
        EXPECT_TRUE(stage.under_way());
        EXPECT_THAT(stage.leave("a"), IsEmpty());
        EXPECT_FALSE(stage.under_way());
    }
}

TEST(Delivery, EndsAChangeAtOnceThatNobodyHearsOf) {
    Stage stage;
    stage.wished(State::offline);
    EXPECT_TRUE(stage.flipped());
    EXPECT_FALSE(stage.under_way());
}

TEST(WishedChange, FlipsOnlyWhenEverybodyIsBackFromStart) {
    Stage stage;
    stage.subscribe("a");
    stage.subscribe("b");
    EXPECT_THAT(stage.wished(State::offline), UnorderedElementsAre("a START", "b START"));
    EXPECT_THAT(stage.leave("a"), IsEmpty());
    EXPECT_FALSE(stage.flipped());
    EXPECT_THAT(stage.leave("b"), UnorderedElementsAre("a STATECHANGE", "b STATECHANGE"));
    EXPECT_TRUE(stage.flipped());
}

TEST(WishedChange, WaitsTwoSecondsForStartAndNoLonger) {
    Stage stage;
    stage.subscribe("bad");
    stage.subscribe("good");
    stage.wished(State::offline);
    stage.leave("good");
    EXPECT_THAT(stage.pass(1999ms), IsEmpty());
    EXPECT_THAT(stage.pass(1ms), ElementsAre("good STATECHANGE"));
    EXPECT_THAT(stage.play({"bad"}), ElementsAre("good DONE"));
    EXPECT_FALSE(stage.under_way()) << "no change waits for one that lags";
}

TEST(WishedChange, WaitsTwoSecondsForAllLevelsTogether) {
    Stage stage;
    stage.subscribe("store", Stage::store);
    stage.subscribe("provider", Stage::provider);
    stage.subscribe("profile", Stage::profile);
    EXPECT_THAT(stage.wished(State::offline, going_offline), ElementsAre("store START"));
    stage.pass(1500ms);
    EXPECT_THAT(stage.leave("store"), ElementsAre("provider START"));
    EXPECT_FALSE(stage.flipped());
    EXPECT_THAT(stage.pass(500ms), UnorderedElementsAre("profile START", "store STATECHANGE"));
    EXPECT_TRUE(stage.flipped());
}

TEST(WishedChange, LeavesBehindWhomStartReachedJustBeforeItsWaitWasUp) {
    Stage stage;
    stage.subscribe("hung", Stage::store);
    stage.subscribe("late", Stage::provider);
    stage.subscribe("good", Stage::profile);
    stage.wished(State::offline, going_offline);
    stage.pass(1999ms);
    stage.walk_at_leisure();
    stage.unsubscribe("hung");
    EXPECT_THAT(stage.pass(1ms), ElementsAre("late START", "good START"));
    EXPECT_THAT(stage.play({"hung", "late"}), ElementsAre("good STATECHANGE", "good DONE"));
    EXPECT_FALSE(stage.under_way());
}

TEST(WishedChange, CostsTheSecondsOfABadClientOnlyOnce) {
    Stage stage;
    stage.subscribe("bad");
    stage.subscribe("good");
    stage.wished(State::offline);
    stage.leave("good");
    stage.pass(2s);
    stage.play({"bad"});
    EXPECT_THAT(stage.wished(State::online), ElementsAre("good START"));
    EXPECT_THAT(stage.play({"bad"}), ElementsAre("good STATECHANGE", "good DONE"));
    EXPECT_FALSE(stage.under_way());
}

TEST(WishedChange, NoLongerWaitsWhenAForcedOneIsBehindIt) {
    Stage stage;
    stage.subscribe("slow");
    stage.subscribe("good");
    stage.wished(State::offline);
    stage.leave("good");
    EXPECT_THAT(stage.hasten(), ElementsAre("good STATECHANGE"));
    EXPECT_THAT(stage.leave("good"), ElementsAre("good DONE"));
    EXPECT_THAT(stage.leave("good"), IsEmpty());
    EXPECT_TRUE(stage.under_way()) << "the slow one has ten milliseconds yet";
    stage.pass(10ms);
    EXPECT_FALSE(stage.under_way());
}

TEST(ForcedChange, WaitsForNobody) {
    Stage stage;
    stage.subscribe("bad");
    stage.subscribe("good");
    stage.forced(State::offline);
    EXPECT_TRUE(stage.flipped());
    EXPECT_THAT(stage.play({"bad"}), ElementsAre("good STATECHANGE", "good DONE"));
    EXPECT_TRUE(stage.under_way());
    stage.pass(9ms);
    EXPECT_TRUE(stage.under_way());
    stage.pass(1ms);
    EXPECT_FALSE(stage.under_way());
}

TEST(Change, WaitsTwoSecondsForAClientInsideDone) {
    Stage stage;
    stage.subscribe("a");
    stage.forced(State::offline);
    stage.leave("a");
    EXPECT_THAT(stage.leave("a"), ElementsAre("a DONE"));
    stage.pass(1999ms);
    EXPECT_TRUE(stage.under_way());
    stage.pass(1ms);
    EXPECT_FALSE(stage.under_way());
}

TEST(Change, WaitsTenMillisecondsForAClientInsideDoneOnceAnotherIsBehindIt) {
    Stage stage;
    stage.subscribe("a");
    stage.forced(State::offline);
    stage.leave("a");
    stage.leave("a");
    stage.pass(500ms);
    stage.hasten();
    stage.pass(9ms);
    EXPECT_TRUE(stage.under_way());
    stage.pass(1ms);
    EXPECT_FALSE(stage.under_way());
}

TEST(Order, GoesUpTheTreeWhenGoingOfflineByWish) {
    Stage stage;
    stage.subscribe("profile", Stage::profile);
    stage.subscribe("store", Stage::store);
    stage.subscribe("provider", Stage::provider);
    EXPECT_THAT(stage.wished(State::offline, going_offline), ElementsAre("store START"));
    EXPECT_THAT(stage.leave("store"), ElementsAre("provider START")) << "returned, not only entered";
    EXPECT_THAT(stage.leave("provider"), ElementsAre("profile START"));
    EXPECT_THAT(stage.leave("profile"),
                ElementsAre("store STATECHANGE", "provider STATECHANGE", "profile STATECHANGE"))
        << "entered is enough";
}

TEST(Order, GoesDownTheTreeWhenGoingOnline) {
    Stage stage;
    stage.subscribe("store", Stage::store);
    stage.subscribe("provider", Stage::provider);
    stage.subscribe("profile", Stage::profile);
    EXPECT_THAT(stage.wished(State::online, going_online), ElementsAre("profile START"));
    EXPECT_THAT(stage.leave("profile"), ElementsAre("provider START"));
}

TEST(Order, NeedsOnlyEntryInAForcedChange) {
    Stage stage;
    stage.subscribe("store", Stage::store);
    stage.subscribe("provider", Stage::provider);
    stage.subscribe("profile", Stage::profile);
    EXPECT_THAT(stage.forced(State::offline, going_offline),
                ElementsAre("store START", "provider START", "profile START"));
    EXPECT_THAT(stage.leave("profile"), IsEmpty()) << "the store has not entered STATECHANGE";
    EXPECT_THAT(stage.leave("provider"), IsEmpty());
    EXPECT_THAT(stage.leave("store"),
                ElementsAre("store STATECHANGE", "provider STATECHANGE", "profile STATECHANGE"));
}

TEST(Order, PassesOverAHungChildAfterTenMilliseconds) {
    Stage stage;
    stage.subscribe("hung", Stage::store);
    stage.subscribe("profile", Stage::profile);
    stage.forced(State::offline, going_offline);
    EXPECT_THAT(stage.leave("profile"), IsEmpty());
    EXPECT_THAT(stage.pass(9ms), IsEmpty());
    EXPECT_THAT(stage.pass(1ms), ElementsAre("profile STATECHANGE"));
}

TEST(Laggard, HearsTheRestOfItsChangeAndOneMore) {
    Stage stage;
    stage.subscribe("slow");
    stage.forced(State::offline);
    stage.pass(10ms);
    stage.forced(State::online);
    EXPECT_FALSE(stage.under_way());
    EXPECT_THAT(stage.play(),
                ElementsAre("slow STATECHANGE", "slow DONE", "slow START", "slow STATECHANGE", "slow DONE"));
}

TEST(Laggard, IsSparedPairsThatUndoEachOther) {
    Stage stage;
    stage.subscribe("slow");
    stage.forced(State::offline);
    stage.pass(10ms);
    for (int i = 0; i < 1000; ++i) {
        stage.forced(State::online);
        stage.forced(State::offline);
    }
    EXPECT_THAT(stage.play(), ElementsAre("slow STATECHANGE", "slow DONE"));
}

TEST(Laggard, StillHearsTheLastOfAnOddNumber) {
    Stage stage;
    stage.subscribe("slow");
    stage.forced(State::offline);
    stage.pass(10ms);
    for (int i = 0; i < 10; ++i) {
        stage.forced(State::online);
        stage.forced(State::offline);
    }
    stage.forced(State::online);
    EXPECT_EQ(stage.play().back(), "slow DONE");
    EXPECT_FALSE(stage.under_way());
}

TEST(Laggard, KeepsAPairUntilTheSecondHasFlipped) {
    Stage stage;
    stage.subscribe("slow");
    stage.subscribe("waits");
    stage.forced(State::offline);
    stage.play({"slow"});
    stage.pass(10ms);
    stage.forced(State::online);
    stage.play({"slow"});
    stage.wished(State::offline);
    ASSERT_FALSE(stage.flipped());
    Words rest;
    for (int i = 0; i < 3; ++i)
        for (const auto& call : stage.leave("slow"))
            rest.push_back(call);
    EXPECT_THAT(rest, ElementsAre("slow STATECHANGE", "slow DONE", "slow START"))
        << "the return to online is told: nobody knows yet that it will be undone";
}

TEST(Laggard, ThatIsSparedEverythingHasCaughtUp) {
    Stage stage;
    stage.subscribe("slow");
    stage.subscribe("good");
    stage.wished(State::offline);
    stage.leave("good");
    stage.pass(2s);
    stage.play({"slow"});
    ASSERT_FALSE(stage.under_way());
    stage.forced(State::online);
    stage.play({"slow"});
    stage.forced(State::offline);
    stage.play({"slow"});
    stage.play(); // the rest of its first change
    EXPECT_THAT(stage.wished(State::online), UnorderedElementsAre("slow START", "good START"));
    stage.leave("good");
    EXPECT_FALSE(stage.flipped()) << "it is waited for again";
}

TEST(Laggard, IsWaitedForAgainOnceItHasCaughtUp) {
    Stage stage;
    stage.subscribe("slow");
    stage.forced(State::offline);
    stage.pass(10ms);
    stage.play();
    stage.wished(State::online);
    EXPECT_FALSE(stage.flipped());
}

TEST(Newcomer, BeforeTheFlipHearsAllThreePhasesAndIsNotWaitedFor) {
    Stage stage;
    stage.subscribe("a");
    stage.wished(State::offline);
    stage.subscribe("late");
    EXPECT_THAT(stage.leave("a"), UnorderedElementsAre("late START", "a STATECHANGE"));
    EXPECT_TRUE(stage.flipped());
    EXPECT_THAT(stage.play({"late"}), ElementsAre("a DONE"));
    EXPECT_FALSE(stage.under_way());
    EXPECT_THAT(stage.play(), ElementsAre("late STATECHANGE", "late DONE"));
}

TEST(Newcomer, IsWaitedForInTheNextChangeThoughItHasNotYetHeardAllOfItsFirst) {
    Stage stage;
    stage.subscribe("old");
    stage.wished(State::offline);
    stage.subscribe("new");
    EXPECT_THAT(stage.leave("old"), UnorderedElementsAre("new START", "old STATECHANGE"));
    stage.play({"new"});
    ASSERT_FALSE(stage.under_way()) << "nobody waits for the newcomer";
    EXPECT_THAT(stage.wished(State::online), ElementsAre("old START"));
    stage.leave("old");
    EXPECT_FALSE(stage.flipped()) << "it has not been slow";
    EXPECT_THAT(stage.leave("new"), ElementsAre("new STATECHANGE"));
    EXPECT_THAT(stage.leave("new"), ElementsAre("new DONE"));
    EXPECT_THAT(stage.leave("new"), ElementsAre("new START"));
    EXPECT_FALSE(stage.flipped());
    EXPECT_THAT(stage.leave("new"), UnorderedElementsAre("old STATECHANGE", "new STATECHANGE"));
    EXPECT_TRUE(stage.flipped());
}

TEST(Newcomer, ThatStaysInItsFirstCallLagsInTheNextChange) {
    Stage stage;
    stage.subscribe("old");
    stage.wished(State::offline);
    stage.subscribe("new");
    stage.pass(0ms);
    stage.leave("old");
    stage.play({"new"});
    stage.wished(State::online);
    stage.leave("old");
    EXPECT_THAT(stage.pass(9ms), IsEmpty());
    EXPECT_THAT(stage.pass(1ms), ElementsAre("old STATECHANGE"));
}

TEST(Newcomer, AfterTheFlipHearsNothingOfTheChange) {
    Stage stage;
    stage.subscribe("a");
    stage.forced(State::offline);
    stage.subscribe("late");
    EXPECT_THAT(stage.play(), ElementsAre("a STATECHANGE", "a DONE"));
    EXPECT_THAT(stage.forced(State::online), UnorderedElementsAre("a START", "late START"));
}

TEST(Unsubscribe, OfOneThatIsAwaitedLetsTheOthersGoOn) {
    Stage stage;
    stage.subscribe("a");
    stage.subscribe("gone");
    stage.wished(State::offline);
    stage.leave("a");
    EXPECT_EQ(stage.unsubscribe("gone"), Farewell::wait);
    EXPECT_TRUE(stage.flipped());
    EXPECT_THAT(stage.pass(0ms), ElementsAre("a STATECHANGE"));
    EXPECT_THAT(stage.leave("gone"), IsEmpty());
    EXPECT_FALSE(stage.known("gone"));
}

TEST(Unsubscribe, OfOneThatIsIdleReleasesAtOnce) {
    Stage stage;
    stage.subscribe("a");
    EXPECT_EQ(stage.unsubscribe("a"), Farewell::release);
    EXPECT_FALSE(stage.known("a"));
    EXPECT_THAT(stage.forced(State::offline), IsEmpty());
}

TEST(Unsubscribe, FromItsOwnCallReturnsAtOnceAndTheCallIsTheLast) {
    Stage stage;
    stage.subscribe("a");
    stage.forced(State::offline);
    EXPECT_EQ(stage.unsubscribe("a", "a"), Farewell::at_once);
    EXPECT_TRUE(stage.known("a"));
    EXPECT_THAT(stage.leave("a"), IsEmpty());
    EXPECT_FALSE(stage.known("a"));
}

TEST(Unsubscribe, ThatWouldCloseARingReturnsAtOnce) {
    Stage stage;
    for (const auto* name : {"a", "b", "c"})
        stage.subscribe(name);
    stage.forced(State::offline);
    EXPECT_EQ(stage.unsubscribe("b", "a"), Farewell::wait);
    EXPECT_EQ(stage.unsubscribe("c", "b"), Farewell::wait);
    EXPECT_EQ(stage.unsubscribe("a", "c"), Farewell::at_once);
}

TEST(Unsubscribe, OfOneThatIsEndedAlreadyWaitsForItsCallAsWell) {
    Stage stage;
    stage.subscribe("a");
    stage.subscribe("b");
    stage.forced(State::offline);
    EXPECT_EQ(stage.unsubscribe("a"), Farewell::wait);
    EXPECT_EQ(stage.unsubscribe("a"), Farewell::wait);
    EXPECT_EQ(stage.unsubscribe("a", "b"), Farewell::wait);
    EXPECT_EQ(stage.unsubscribe("a", "a"), Farewell::at_once);
}

TEST(ReasonThatMovesAlone, IsToldToThoseWhoWantIt) {
    Stage stage;
    stage.subscribe("a");
    stage.subscribe("b", Stage::profile, true);
    EXPECT_THAT(stage.reason(Reason::ok), ElementsAre("b ok"));
}

TEST(ReasonThatMovesAlone, IsToldOnceWhereItMovesOften) {
    Stage stage;
    stage.subscribe("b", Stage::profile, true);
    EXPECT_THAT(stage.reason(Reason::refused), ElementsAre("b refused"));
    stage.reason(Reason::no_route);
    stage.reason(Reason::unreachable);
    EXPECT_THAT(stage.play(), ElementsAre("b unreachable"));
}

TEST(ReasonThatMovesAlone, GivesWayToTheChangeThatBringsItsOwn) {
    Stage stage;
    stage.subscribe("b", Stage::profile, true);
    stage.reason(Reason::refused);
    stage.reason(Reason::no_route);
    stage.forced(State::online);
    EXPECT_THAT(stage.play(), ElementsAre("b START", "b STATECHANGE", "b DONE"));
}

} // namespace
} // namespace offline::dispatch
