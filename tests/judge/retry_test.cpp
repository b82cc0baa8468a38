#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::AllOf;
using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;

std::vector<std::int64_t> gaps(const std::vector<std::int64_t>& looks) {
    std::vector<std::int64_t> between;
    for (std::size_t i = 1; i < looks.size(); ++i)
        between.push_back(looks[i] - looks[i - 1]);
    return between;
}

constexpr std::int64_t took = 10;

TEST(Retry, DoublesFromOneSecondToAMinute) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::refused});
    life.run(5min);
    auto between = gaps(life.looks());
    between.resize(9);
    EXPECT_THAT(between, ElementsAre(1000 + took, 2000 + took, 4000 + took, 8000 + took, 16000 + took,
                                     32000 + took, 60000 + took, 60000 + took, 60000 + took));
}

TEST(Retry, BeginsASecondAfterTheLastStrike) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1s);
    life.looks();
    life.server({Reason::refused});
    life.look_wanted();
    life.run(10s);
    EXPECT_THAT(gaps(life.looks()),
                ElementsAre(1000 + took, 1000 + took, 1000 + took, 2000 + took, 4000 + took));
}

TEST(Retry, BeginsASecondAfterALookThatDecidedAlone) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1s);
    life.looks();
    life.server({Reason::tls_certificate});
    life.look_wanted();
    life.run(8s);
    EXPECT_THAT(gaps(life.looks()), ElementsAre(1000 + took, 2000 + took, 4000 + took));
}

TEST(Retry, FindsAServerThatComesBackAfterAnHourWithinAMinute) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::refused});
    life.run(1h);
    life.told();
    life.server({Reason::ok});
    life.run(61s);
    ASSERT_EQ(life.told().size(), 1U);
    EXPECT_EQ(life.verdict().reason, Reason::ok);
}

TEST(Retry, GoesOnWithoutAnInterval) {
    auto profile = profile_of({"imap://mail.example.org"});
    profile.probe.interval = 0s;
    Life life(profile);
    life.server({Reason::refused});
    life.run(8s);
    EXPECT_THAT(life.looks().size(), 4U);
}

TEST(Interval, IsSpreadByATenthAtMostAndNeverSooner) {
    for (const double jitter : {0.0, 0.5, 1.0}) {
        Life life(profile_of({"imap://mail.example.org"}));
        life.jitter(jitter);
        life.run(20min);
        EXPECT_THAT(gaps(life.looks()), Each(300000 + static_cast<std::int64_t>(jitter * 30000) + took));
    }
}

TEST(Interval, KeepsAnHourAtTwelveConnections) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1s);
    life.looks();
    life.run(1h);
    EXPECT_THAT(life.looks().size(), Le(12U));
}

TEST(Interval, IsFourTimesAsLongWhereTrafficCostsMoney) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.metered(true);
    life.run(1h);
    EXPECT_THAT(life.looks(), SizeIs(3));
    life.metered(false);
    life.run(1h);
    EXPECT_THAT(life.looks(), SizeIs(Ge(11U)));
}

TEST(Interval, HoldsForADeadEndpointTooWhileAnotherKeepsTheProfileOnline) {
    Life life(profile_of({"imap://mail.example.org", "smtp://mail.example.org"}));
    life.server({Reason::refused}, 1);
    life.run(1h);
    life.looks(1);
    life.run(1h);
    EXPECT_THAT(gaps(life.looks(1)), AllOf(Each(Ge(300000)), testing::Not(IsEmpty())));
}

} // namespace
} // namespace offline::judge
