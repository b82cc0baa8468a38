#include <gmock/gmock.h>

#include "bus/switch_test.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// A daemon with a profile that is what it is set to, and a program that hears of it.
class BarrierTest : public SwitchTest {
protected:
    /// How long after its START the change with that signal flipped.
    std::chrono::nanoseconds start_took(std::size_t first_signal) {
        profile_->hears(first_signal + 2);
        const auto heard = profile_->heard();
        EXPECT_EQ(heard.at(first_signal).what, "START");
        EXPECT_EQ(heard.at(first_signal + 1).what, "STATECHANGE");
        return heard.at(first_signal + 1).at - heard.at(first_signal).at;
    }
};

constexpr auto whole_wait = 2s;

TEST_F(BarrierTest, WaitsForNobodyWhereNobodyJoined) {
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    const auto heard = profile_->hears(3);
    EXPECT_THAT(words(heard),
                ElementsAre("START online>offline", "STATECHANGE online>offline", "DONE online>offline"));
    EXPECT_FALSE(heard[0].waits);
    EXPECT_LT(start_took(0), whole_wait);
}

TEST_F(BarrierTest, WaitsInStartUntilEachThatJoinedIsReady) {
    auto others = {client(), client()};
    std::vector<std::unique_ptr<Profile>> members;
    for (const auto& other : others) {
        members.push_back(other->profile("switch"));
        members.back()->join();
    }
    auto answer = profile_->set_state("offline");
    std::uint64_t start = 0;
    for (const auto& member : members) {
        const auto heard = member->hears("START");
        EXPECT_TRUE(heard.waits);
        start = heard.sequence;
    }
    members[0]->Ready(start);
    EXPECT_EQ(members[0]->snapshot().text("State"), "online") << "the other is not ready yet";
    EXPECT_THAT(profile_->hears(1), testing::SizeIs(1));
    members[1]->Ready(start);
    EXPECT_THAT(answer.get(), IsEmpty());
    EXPECT_EQ(profile_->snapshot().text("State"), "offline");
}

TEST_F(BarrierTest, TakesNoAnswerToAnotherStart) {
    profile_->join();
    auto answer = profile_->set_state("offline");
    const auto start = profile_->hears("START").sequence;
    profile_->Ready(start - 1);
    profile_->Ready(start + 1);
    EXPECT_EQ(profile_->snapshot().text("State"), "online");
    profile_->Ready(start);
    EXPECT_THAT(answer.get(), IsEmpty());
}

TEST_F(BarrierTest, ForgetsWhoLeavesTheBus) {
    auto dying = client();
    auto member = dying->profile("Switch");
    member->join();
    auto answer = profile_->set_state("offline");
    member->hears("START");
    member.reset();
    dying.reset();
    EXPECT_THAT(answer.get(), IsEmpty());
    EXPECT_LT(start_took(0), whole_wait);
    EXPECT_THAT(profile_->set_state("online").get(), IsEmpty());
    EXPECT_FALSE(profile_->hears("START", 3).waits);
}

TEST_F(BarrierTest, ForgetsWhoLeavesTheProfile) {
    profile_->join();
    auto answer = profile_->set_state("offline");
    profile_->hears("START");
    profile_->Leave();
    EXPECT_THAT(answer.get(), IsEmpty());
    EXPECT_LT(start_took(0), whole_wait);
    profile_->Leave(); // once more is harmless
}

TEST_F(BarrierTest, WaitsTwoSecondsForOneThatHangsAndThenNotUntilItIsReadyAgain) {
    profile_->join();
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    EXPECT_GE(start_took(0), whole_wait / 2);

    EXPECT_THAT(profile_->set_state("online").get(), IsEmpty());
    EXPECT_LT(start_took(3), whole_wait) << "it lags";
    EXPECT_TRUE(profile_->heard()[3].waits) << "it is asked all the same: its answer ends the lag";

    profile_->Ready(profile_->heard()[0].sequence); // late, and it counts
    auto answer = profile_->set_state("offline");
    const auto start = profile_->hears("START", 6).sequence;
    EXPECT_EQ(profile_->snapshot().text("State"), "online") << "it is waited for again";
    profile_->Ready(start);
    EXPECT_THAT(answer.get(), IsEmpty());
}

TEST_F(BarrierTest, WaitsForOneThatJoinedTwiceOnce) {
    profile_->join();
    profile_->join();
    auto answer = profile_->set_state("offline");
    profile_->Ready(profile_->hears("START").sequence);
    EXPECT_THAT(answer.get(), IsEmpty());
}

TEST_F(BarrierTest, DoesNotWaitForOneThatJoinsAfterStart) {
    profile_->join();
    auto answer = profile_->set_state("offline");
    const auto start = profile_->hears("START").sequence;
    auto late = client();
    auto member = late->profile("Switch");
    EXPECT_EQ(member->join().sequence, start) << "it knows that a change is under way";
    profile_->Ready(start);
    EXPECT_THAT(answer.get(), IsEmpty());
    EXPECT_LT(start_took(0), whole_wait);
}

TEST_F(BarrierTest, HoldsOneProfileAndNoOther) {
    profile_->join();
    auto other = program_->profile("Other");
    auto answer = profile_->set_state("offline");
    profile_->hears("START");
    EXPECT_THAT(other->set_state("offline").get(), IsEmpty());
    EXPECT_EQ(profile_->snapshot().text("State"), "online");
    profile_->Ready(profile_->heard()[0].sequence);
    EXPECT_THAT(answer.get(), IsEmpty());
}

} // namespace
} // namespace offline::bus
