#include <gmock/gmock.h>

#include "tree/family.h"

namespace offline::tree {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(Reason, OfTheProfileIsTheVerdicts) {
    Family family;
    family.verdict(State::offline, Reason::tls_certificate, "it expired yesterday");
    family.make_true();
    EXPECT_EQ(family.global->standing().reason, Reason::tls_certificate);
    EXPECT_EQ(family.global->standing().detail, "it expired yesterday");
}

TEST(Reason, OfAChildNamesThatOfTheObjectAbove) {
    Family family;
    family.verdict(State::offline, Reason::tls_certificate, "it expired yesterday");
    family.make_true();
    EXPECT_EQ(family.imap->standing().reason, Reason::parent);
    EXPECT_THAT(family.imap->standing().detail, HasSubstr("tls-certificate"));
    EXPECT_EQ(family.inbox->standing().reason, Reason::parent);
    EXPECT_THAT(family.inbox->standing().detail, HasSubstr("it expired yesterday"));
}

TEST(Reason, IsTheUsersBeforeSleepBeforeTheVerdict) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    EXPECT_EQ(family.global->standing().reason, Reason::refused);
    family.tree.sleep(true);
    family.tree.refresh_reasons();
    EXPECT_EQ(family.global->standing().reason, Reason::suspended);
    family.wish(family.global, State::offline);
    family.tree.refresh_reasons();
    EXPECT_EQ(family.global->standing().reason, Reason::user);
}

TEST(Reason, OfSleepEndsWithIt) {
    Family family;
    family.tree.sleep(true);
    EXPECT_EQ(family.make_true(), 1);
    EXPECT_EQ(family.global->standing().reason, Reason::suspended);
    family.tree.sleep(false);
    EXPECT_EQ(family.make_true(), 1);
    EXPECT_EQ(family.global->state(), State::online);
}

TEST(Reason, ThatMovesAloneIsToldForEachObjectWhoseWordChanges) {
    Family family;
    family.verdict(State::online, Reason::ok);
    const auto changes = family.tree.refresh_reasons();
    EXPECT_THAT(changes, SizeIs(5)) << "from unknown to ok, all five";
    for (const auto& change : changes) {
        EXPECT_EQ(change.before, Reason::unknown);
        EXPECT_EQ(change.object->standing().reason, Reason::ok);
    }
    EXPECT_THAT(family.tree.refresh_reasons(), SizeIs(0));
}

TEST(Reason, OfAChildIsTheSameWordWhenOnlyItsDetailMoves) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    family.verdict(State::offline, Reason::no_route);
    const auto changes = family.tree.refresh_reasons();
    ASSERT_THAT(changes, SizeIs(1));
    EXPECT_EQ(changes.front().object, family.global);
    EXPECT_THAT(family.imap->standing().detail, HasSubstr("no-route"));
}

TEST(Reason, MovesWithoutTouchingStateOrSince) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    family.make_true();
    const auto since = family.global->standing().since;
    family.verdict(State::offline, Reason::unreachable);
    family.tree.refresh_reasons();
    EXPECT_EQ(family.global->standing().since, since);
    EXPECT_EQ(family.global->state(), State::offline);
}

TEST(Reason, OfAnObjectThatIsToFlipWaitsForTheFlip) {
    Family family;
    family.verdict(State::offline, Reason::refused);
    EXPECT_THAT(family.tree.refresh_reasons(), SizeIs(0));
    EXPECT_EQ(family.global->standing().reason, Reason::unknown);
}

} // namespace
} // namespace offline::tree
