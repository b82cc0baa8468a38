#include <gmock/gmock.h>

#include "tree/family.h"

namespace offline::tree {
namespace {

using testing::UnorderedElementsAre;

std::vector<ObjectPointer> level(const Plan& plan, std::size_t index) {
    std::vector<ObjectPointer> objects;
    for (const auto& step : plan.levels.at(index))
        objects.push_back(step.object);
    return objects;
}

TEST(Change, IsNoneWhileEverythingIsAsItShouldBe) {
    Family family;
    EXPECT_FALSE(family.tree.plan());
}

TEST(Change, GoesOfflineFromStoresOverProvidersToTheProfile) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    const auto plan = family.tree.plan();
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->to, State::offline);
    ASSERT_EQ(plan->levels.size(), 3U);
    EXPECT_THAT(level(*plan, 0), UnorderedElementsAre(family.inbox, family.outbox));
    EXPECT_THAT(level(*plan, 1), UnorderedElementsAre(family.imap, family.smtp));
    EXPECT_THAT(level(*plan, 2), UnorderedElementsAre(family.global));
}

TEST(Change, GoesOnlineFromTheProfileOverProvidersToStores) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    family.verdict(State::online, Reason::ok);
    const auto plan = family.tree.plan();
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->to, State::online);
    ASSERT_EQ(plan->levels.size(), 3U);
    EXPECT_THAT(level(*plan, 0), UnorderedElementsAre(family.global));
    EXPECT_THAT(level(*plan, 1), UnorderedElementsAre(family.imap, family.smtp));
    EXPECT_THAT(level(*plan, 2), UnorderedElementsAre(family.inbox, family.outbox));
}

TEST(Change, ThatTheFirstVerdictBringsDoesNotSaySinceWhen) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    EXPECT_EQ(family.global->standing().since, base::Instant{}) << "it may have been so for long";
    family.verdict(State::online, Reason::ok);
    family.make_true();
    EXPECT_NE(family.global->standing().since, base::Instant{});
}

TEST(Change, FlipsNothingBeforeItIsMade) {
    Family family;
    family.verdict(State::online, Reason::ok);
    family.make_true();
    family.verdict(State::offline, Reason::refused);
    const auto plan = family.tree.plan();
    EXPECT_EQ(family.global->state(), State::online);
    family.tree.flip(*plan, base::Instant{std::chrono::seconds(7)});
    for (const auto& object : {family.global, family.imap, family.smtp, family.inbox, family.outbox}) {
        EXPECT_EQ(object->state(), State::offline);
        EXPECT_EQ(object->published_state().load(), 1U);
        EXPECT_EQ(object->standing().since, base::Instant{std::chrono::seconds(7)});
    }
    EXPECT_FALSE(family.tree.plan()) << "one change is enough";
}

TEST(Change, OfAProviderTakesItsStoresAndNobodyElse) {
    Family family;
    family.wish(family.imap, State::offline);
    const auto plan = family.tree.plan();
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->levels.size(), 2U);
    EXPECT_THAT(level(*plan, 0), UnorderedElementsAre(family.inbox));
    EXPECT_THAT(level(*plan, 1), UnorderedElementsAre(family.imap));
}

TEST(Change, LeavesOutWhatIsOfflineAlready) {
    Family family;
    family.wish(family.imap, State::offline);
    family.make_true();
    family.wish(family.global, State::offline);
    const auto plan = family.tree.plan();
    ASSERT_TRUE(plan);
    ASSERT_EQ(plan->levels.size(), 3U);
    EXPECT_THAT(level(*plan, 0), UnorderedElementsAre(family.outbox));
    EXPECT_THAT(level(*plan, 1), UnorderedElementsAre(family.smtp));
}

TEST(Change, HasOneDirectionAndTheOtherFollows) {
    Family family;
    family.wish(family.imap, State::offline);
    family.make_true();
    family.wish(family.imap, State::online);
    family.wish(family.outbox, State::offline);
    const auto plan = family.tree.plan();
    ASSERT_TRUE(plan);
    for (const auto& steps : plan->levels)
        for (const auto& step : steps)
            EXPECT_EQ(step.next.state, plan->to);
    EXPECT_EQ(family.make_true(), 2);
    EXPECT_EQ(family.inbox->state(), State::online);
    EXPECT_EQ(family.outbox->state(), State::offline);
}

TEST(Change, DoesNotReachAnObjectThatIsGone) {
    Family family;
    family.tree.abandon(family.inbox);
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    EXPECT_EQ(family.inbox->state(), State::online);
    EXPECT_EQ(family.outbox->state(), State::offline);
}

} // namespace
} // namespace offline::tree
