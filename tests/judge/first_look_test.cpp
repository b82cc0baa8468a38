#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

TEST(FirstLook, IsWantedAtOnceAndUntilThenTheProfileCountsAsOnline) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({.after = 300ms});
    life.run(1s);
    EXPECT_THAT(life.looks(), ElementsAre(0));
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown", "300 online ok"));
}

TEST(FirstLook, IsTheCompleteOneWhereTheServerWasSlow) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::no_greeting, 1s, true});
    life.run(1s);
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown"));
    life.server({Reason::ok, 2s});
    life.run(5s);
    EXPECT_THAT(life.told(), ElementsAre("3000 online ok"));
}

TEST(FirstLook, IsNeverMadeAtARoute) {
    Life life(profile_of({"route:default"}));
    life.run(1s);
    life.way_opens();
    life.run(1h);
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown", "1000 online ok"));
    EXPECT_THAT(life.looks(), ElementsAre());
}

TEST(FirstLook, IsNotMissedByAProfileWithoutEndpoints) {
    Life life(profile_of({}));
    life.run(1h);
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown"));
}

} // namespace
} // namespace offline::judge
