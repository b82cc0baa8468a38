#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

/// Online and just looked at: the next look comes of itself in five minutes.
Life online() {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1s);
    life.told();
    life.looks();
    return life;
}

TEST(Strikes, AreThreeFailedLooksASecondApart) {
    Life life = online();
    life.server({Reason::refused});
    life.run(302s);
    EXPECT_THAT(life.looks(), ElementsAre(300010, 301020, 302030));
    EXPECT_THAT(life.told(), ElementsAre("302040 offline refused"));
}

TEST(Strikes, AreNotHurriedByReportsThatComeFasterThanASecond) {
    Life life = online();
    life.server({Reason::refused});
    for (int i = 0; i < 10; ++i) {
        life.look_wanted();
        life.run(50ms);
    }
    EXPECT_EQ(life.looks().size(), 10U) << "each report is looked into at once";
    life.server({Reason::ok});
    life.run(2s);
    EXPECT_THAT(life.told(), ElementsAre()) << "a server that restarts within half a second was never gone";
}

TEST(Strikes, AreCountedUnderAStormOfReportsToo) {
    Life life = online();
    life.server({Reason::refused});
    for (int i = 0; i < 100; ++i) {
        life.look_wanted();
        life.run(300ms);
    }
    const auto told = life.told();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front(), "3030 offline refused") << "as without the storm";
}

TEST(Strikes, LetASlowServerStayOnlineThatAnswersInTwiceTheTime) {
    Life life = online();
    for (int i = 0; i < 10; ++i) {
        life.server({Reason::no_greeting, 1s, true});
        life.look_wanted();
        life.run(500ms);
        life.server({Reason::ok, 1800ms});
        life.run(10s);
    }
    EXPECT_THAT(life.told(), ElementsAre());
}

TEST(Strikes, EndASlowServerThatNeverFinishes) {
    Life life = online();
    life.server({Reason::no_greeting, 1s, true});
    life.look_wanted();
    life.run(20s);
    EXPECT_THAT(life.told(), ElementsAre("9000 offline no-greeting"));
}

} // namespace
} // namespace offline::judge
