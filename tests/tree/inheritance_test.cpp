#include <gtest/gtest.h>

#include "tree/family.h"

namespace offline::tree {
namespace {

TEST(Child, FollowsItsParent) {
    Family family;
    family.wish(family.global, State::offline);
    family.make_true();
    EXPECT_EQ(family.inbox->state(), State::offline);
    family.wish(family.global, State::online);
    family.make_true();
    EXPECT_EQ(family.inbox->state(), State::online);
}

TEST(Child, NeverTouchesItsParent) {
    Family family;
    family.wish(family.inbox, State::offline);
    family.make_true();
    EXPECT_EQ(family.inbox->state(), State::offline);
    EXPECT_EQ(family.imap->state(), State::online);
    EXPECT_EQ(family.global->state(), State::online);
}

TEST(Child, StaysOfflineByItsOwnWishWhenTheParentReturns) {
    Family family;
    family.wish(family.inbox, State::offline);
    family.verdict(State::offline, Reason::no_route);
    family.make_true();
    family.verdict(State::online, Reason::ok);
    family.make_true();
    EXPECT_EQ(family.imap->state(), State::online);
    EXPECT_EQ(family.inbox->state(), State::offline);
    EXPECT_EQ(family.inbox->standing().reason, Reason::user);
}

TEST(Child, WishedOnlineUnderAnOfflineParentComesWithIt) {
    Family family;
    family.wish(family.inbox, State::offline);
    family.wish(family.global, State::offline);
    family.make_true();
    family.wish(family.inbox, State::online);
    EXPECT_EQ(family.make_true(), 0);
    family.wish(family.global, State::online);
    EXPECT_EQ(family.make_true(), 1);
    EXPECT_EQ(family.inbox->state(), State::online);
}

TEST(Wish, OfAUserIsNotLiftedByTheNetwork) {
    Family family;
    family.wish(family.global, State::offline);
    family.make_true();
    family.verdict(State::offline, Reason::no_route);
    EXPECT_EQ(family.make_true(), 0);
    family.verdict(State::online, Reason::ok);
    EXPECT_EQ(family.make_true(), 0);
    family.tree.sleep(true);
    EXPECT_EQ(family.make_true(), 0);
    family.tree.sleep(false);
    EXPECT_EQ(family.make_true(), 0);
    EXPECT_EQ(family.global->standing().reason, Reason::user);
}

TEST(Wish, ForOnlineDoesNotHelpAgainstTheVerdict) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    family.wish(family.global, State::online);
    EXPECT_EQ(family.make_true(), 0);
}

TEST(Archive, ThatCannotGoOfflineNeverLeavesOnlineBecauseOfItsParent) {
    Family family;
    const auto archive = family.tree.add(family.global, {.offline = false, .online = true});
    family.verdict(State::offline, Reason::no_route);
    family.make_true();
    EXPECT_EQ(archive->state(), State::online);
    EXPECT_EQ(archive->standing().reason, Reason::ok);
}

TEST(Archive, KeepsWhatHangsUnderIt) {
    Family family;
    const auto archive = family.tree.add(family.global, {.offline = false, .online = true});
    const auto folder = family.tree.add(archive, {});
    family.verdict(State::offline, Reason::no_route);
    family.make_true();
    EXPECT_EQ(folder->state(), State::online);
}

TEST(Archive, ThatCanDoNothingNeverLeavesOnline) {
    Family family;
    const auto still = family.tree.add(family.global, {.offline = false, .online = false});
    family.verdict(State::offline, Reason::no_route);
    family.make_true();
    EXPECT_EQ(still->state(), State::online);
}

TEST(OneWay, ObjectThatCannotGoOnlineStaysOfflineOnceItIs) {
    Family family;
    const auto one_way = family.tree.add(family.global, {.offline = true, .online = false});
    const auto below = family.tree.add(one_way, {});
    EXPECT_EQ(one_way->state(), State::online);
    family.verdict(State::offline, Reason::no_route);
    family.make_true();
    family.verdict(State::online, Reason::ok);
    family.make_true();
    EXPECT_EQ(family.global->state(), State::online);
    EXPECT_EQ(one_way->state(), State::offline);
    EXPECT_EQ(below->state(), State::offline) << "what hangs under it stays with it";
}

TEST(Newcomer, BeginsAsItsParentIs) {
    Family family;
    family.verdict(State::online, Reason::ok, "the server answers");
    family.tree.refresh_reasons();
    const auto early = family.tree.add(family.imap, {});
    EXPECT_EQ(early->state(), State::online);
    EXPECT_EQ(early->standing().reason, Reason::ok);
    family.verdict(State::offline, Reason::refused, "nobody listens");
    family.make_true();
    const auto late = family.tree.add(family.imap, {});
    EXPECT_EQ(late->state(), State::offline);
    EXPECT_EQ(late->standing().reason, Reason::parent);
    EXPECT_FALSE(family.tree.plan()) << "its beginning is no change";
    EXPECT_TRUE(family.tree.refresh_reasons().empty()) << "and its reason is right at once";
}

TEST(Newcomer, ThatCannotGoOfflineIsOnlineWithAReasonThatSaysSo) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    const auto archive = family.tree.add(family.global, {.offline = false, .online = true});
    EXPECT_EQ(archive->state(), State::online);
    EXPECT_EQ(archive->standing().reason, Reason::ok);
    EXPECT_FALSE(family.tree.plan());
}

TEST(Newcomer, ThatCannotGoOnlineBeginsOfflineUnderAnOfflineParentAndStays) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    const auto one_way = family.tree.add(family.global, {.offline = true, .online = false});
    EXPECT_EQ(one_way->state(), State::offline);
    family.verdict(State::online, Reason::ok);
    family.make_true();
    EXPECT_EQ(one_way->state(), State::offline);
}

} // namespace
} // namespace offline::tree
