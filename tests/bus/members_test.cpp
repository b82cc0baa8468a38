#include "bus/members.h"

#include <gmock/gmock.h>

namespace offline::bus {
namespace {

TEST(Members, AreAwaitedFromAStartUntilEachIsReady) {
    Members members;
    members.join(":1.1");
    members.join(":1.2");
    EXPECT_EQ(members.awaited(), 0U);
    members.begin(7);
    EXPECT_EQ(members.awaited(), 2U);
    members.ready(":1.1", 7);
    members.ready(":1.1", 7);
    EXPECT_EQ(members.awaited(), 1U);
    members.ready(":1.2", 7);
    EXPECT_EQ(members.awaited(), 0U);
}

TEST(Members, WhoLeavesIsNotAwaited) {
    Members members;
    members.join(":1.1");
    members.begin(1);
    members.leave(":1.1");
    members.leave(":1.1");
    EXPECT_EQ(members.awaited(), 0U);
    EXPECT_TRUE(members.empty());
    members.ready(":1.1", 1);
    EXPECT_EQ(members.prompt(), 0U);
}

TEST(Members, WhoIsLateLagsUntilItIsReadyAgain) {
    Members members;
    members.join(":1.1");
    members.begin(1);
    members.end(true);
    EXPECT_EQ(members.prompt(), 0U);
    EXPECT_FALSE(members.empty());
    members.begin(4);
    EXPECT_EQ(members.awaited(), 0U);
    members.ready(":1.1", 1);
    EXPECT_EQ(members.prompt(), 1U);
    EXPECT_EQ(members.awaited(), 0U) << "it lags no more, and the change under way does without it";
    members.begin(7);
    EXPECT_EQ(members.awaited(), 1U);
}

TEST(Members, NobodyLagsWhoWasNotGivenTheTime) {
    Members members;
    members.join(":1.1");
    members.begin(1);
    members.end(false);
    EXPECT_EQ(members.prompt(), 1U);
    EXPECT_EQ(members.awaited(), 0U);
}

TEST(Members, ALaggardThatLeavesIsCountedNoMore) {
    Members members;
    members.join(":1.1");
    members.begin(1);
    members.end(true);
    members.leave(":1.1");
    members.join(":1.1");
    EXPECT_EQ(members.prompt(), 1U) << "it begins anew";
}

TEST(Members, AStartThatIsStillToComeIsNotAnswered) {
    Members members;
    members.join(":1.1");
    members.begin(1);
    members.ready(":1.1", 4);
    EXPECT_EQ(members.awaited(), 1U);
}

TEST(Members, AreNotMoreThanTheLimit) {
    Members members;
    for (std::size_t i = 0; i < Members::most; ++i)
        EXPECT_TRUE(members.join(":1." + std::to_string(i)));
    EXPECT_FALSE(members.join(":2.0"));
    EXPECT_TRUE(members.join(":1.0")) << "it is one already";
    members.leave(":1.0");
    EXPECT_TRUE(members.join(":2.0"));
}

} // namespace
} // namespace offline::bus
