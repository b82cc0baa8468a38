#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::SizeIs;

class Sleep : public testing::Test {
protected:
    void answers_for(std::chrono::seconds time) {
        life_.run(time);
        life_.told();
        life_.looks();
    }

    Life life_{profile_of({"imap://mail.example.org"})};
};

TEST_F(Sleep, IsFollowedByALookAtOnceAndByNothingThatWasTrueBefore) {
    answers_for(10s);
    life_.slept();
    EXPECT_THAT(life_.looks(), ElementsAre(10000));
    life_.run(1s);
    EXPECT_THAT(life_.told(), ElementsAre("10000 offline no-route", "10010 online ok"));
}

TEST_F(Sleep, MakesTheFirstLookDecide) {
    answers_for(10s);
    life_.server({Reason::refused});
    life_.slept();
    life_.run(500ms);
    EXPECT_THAT(life_.told(), ElementsAre("10000 offline no-route", "10010 offline refused"));
}

TEST_F(Sleep, WaitsForTheWayWhereThereIsNoneYet) {
    answers_for(10s);
    life_.link_lost();
    life_.slept();
    life_.run(1s);
    EXPECT_THAT(life_.looks(), IsEmpty());
    life_.way_opens();
    life_.run(1s);
    EXPECT_THAT(life_.told(), ElementsAre("10000 offline no-route", "11060 online ok"));
}

TEST_F(Sleep, BeginsTheBackOffAnew) {
    life_.server({Reason::refused});
    answers_for(200s);
    life_.slept();
    life_.run(2s);
    EXPECT_THAT(life_.looks(), ElementsAre(200000, 201010));
}

TEST_F(Sleep, IsNoFlap) {
    answers_for(10s);
    for (int i = 0; i < 5; ++i) {
        life_.slept();
        life_.run(1s);
    }
    EXPECT_THAT(life_.told(), testing::Not(testing::Contains(testing::HasSubstr("settling"))));
    EXPECT_EQ(life_.verdict().state, State::online);
}

// 12 looks an hour where traffic costs nothing.
TEST(MeteredLink, IsLookedOverLessOften) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.metered(true);
    life.run(1h);
    EXPECT_THAT(life.looks(), SizeIs(3));
    life.metered(false);
    life.run(1h);
    EXPECT_THAT(life.looks(), SizeIs(Ge(11U)));
}

TEST(MeteredLink, IsNoReasonToBeSlowWhereTheServerIsInDoubt) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.metered(true);
    life.run(1s);
    life.looks();
    life.server({Reason::refused});
    life.look_wanted();
    life.run(2500ms);
    EXPECT_THAT(life.looks(), ElementsAre(1000, 2010, 3020));
}

} // namespace
} // namespace offline::judge
