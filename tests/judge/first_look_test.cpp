#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;

struct Failure {
    Reason reason;
    bool one_look_decides;
};

std::ostream& operator<<(std::ostream& out, const Failure& failure) { return out << word(failure.reason); }

class EveryFailure : public testing::TestWithParam<Failure> {};

INSTANTIATE_TEST_SUITE_P(
    OfTheContract, EveryFailure,
    testing::Values(Failure{Reason::no_route, true}, Failure{Reason::tls_certificate, true},
                    Failure{Reason::protocol, true}, Failure{Reason::captive_portal, true},
                    Failure{Reason::dns_failed, false}, Failure{Reason::dns_not_found, false},
                    Failure{Reason::unreachable, false}, Failure{Reason::refused, false},
                    Failure{Reason::connect_timeout, false}, Failure{Reason::tls_failed, false},
                    Failure{Reason::tls_timeout, false}, Failure{Reason::no_greeting, false},
                    Failure{Reason::service_refused, false}));

TEST_P(EveryFailure, DecidesAtTheFirstLookSinceStart) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({GetParam().reason});
    life.run(500ms);
    const std::string reason(word(GetParam().reason));
    EXPECT_THAT(life.told(), ElementsAre("0 online unknown", "10 offline " + reason));
}

TEST_P(EveryFailure, CountsLaterAsTheContractSays) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1min);
    life.told();
    life.server({GetParam().reason});
    life.look_wanted();
    life.run(30s);
    const std::string told(GetParam().one_look_decides ? "60010 offline " : "62030 offline ");
    EXPECT_THAT(life.told(), ElementsAre(told + std::string(word(GetParam().reason))));
}

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

TEST(FirstLook, IsNotNeededWhereTheKernelHasNoWay) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.way_closes();
    EXPECT_THAT(life.told(), ElementsAre("0 offline no-route"));
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
