#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

Life online_over_a_way(const std::string& url = "imap://mail.example.org") {
    Life life(profile_of({url}));
    life.way_opens();
    life.run(1s);
    life.told();
    life.looks();
    return life;
}

TEST(Way, DeletedAndPutBackWithinTheGraceIsNothingAtAll) {
    Life life = online_over_a_way();
    for (int i = 0; i < 50; ++i) {
        life.way_closes();
        life.run(5ms);
        life.way_opens();
        life.run(5ms);
    }
    life.run(1min);
    EXPECT_THAT(life.told(), ElementsAre());
}

TEST(Way, PutBackWithinTheGraceIsNothingEvenBeforeTheFirstLookHasEnded) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::ok, 100ms});
    life.way_opens();
    life.run(20ms);
    life.way_closes();
    life.run(5ms);
    life.way_opens();
    life.run(1s);
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown", "100 online ok"));
}

TEST(Way, PutBackWithinTheGraceIsNothingToALookThatMetTheGap) {
    Life life = online_over_a_way();
    for (int i = 0; i < 10; ++i) {
        life.server({Reason::no_route, 7ms});
        life.look_wanted();
        life.way_closes();
        life.run(5ms);
        life.server({Reason::ok});
        life.way_opens();
        life.run(100ms);
    }
    EXPECT_THAT(life.told(), ElementsAre());
}

TEST(Way, GoneWhileALookMeetsTheGapStillHasItsGrace) {
    Life life = online_over_a_way();
    life.server({Reason::no_route, 5ms});
    life.look_wanted();
    life.way_closes();
    life.run(1s);
    EXPECT_THAT(life.told(), ElementsAre("1010 offline no-route"));
}

TEST(Way, OfARouteIsAllThatIsAskedOfIt) {
    Life life = online_over_a_way("route:default");
    life.link_lost();
    life.run(1min);
    life.way_opens();
    life.run(1min);
    life.way_closes();
    life.run(5ms);
    life.way_opens();
    life.run(1min);
    EXPECT_THAT(life.told(), ElementsAre("1000 offline no-route", "61000 online ok"));
    EXPECT_THAT(life.looks(), ElementsAre());
}

TEST(Way, UnknownLeavesTheLooksToDecide) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1s);
    life.server({Reason::no_route});
    life.look_wanted();
    life.run(100ms);
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown", "10 online ok", "1010 offline no-route"));
}

TEST(Way, ClosedFromTheStartIsOnlineOnlyWhenTheServerHasAnswered) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.link_lost();
    life.run(1s);
    life.way_opens();
    life.run(1s);
    EXPECT_THAT(life.told(), ElementsAre("0 offline no-route", "1060 online ok"));
}

TEST(Way, ClosedForLongIsStillTriedNowAndThen) {
    Life life = online_over_a_way();
    life.link_lost();
    life.run(10s);
    EXPECT_THAT(life.looks(), ElementsAre(2000, 3000, 5000, 9000));
}

} // namespace
} // namespace offline::judge
