#include "bus/absence.h"

#include <gtest/gtest.h>

namespace offline::bus {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = Absence::patience;

class AbsenceTest : public testing::Test {
protected:
    // The daemon is there, so long after the test began, and has judged.
    void is_well(std::chrono::nanoseconds after) {
        absence_.ends(begin_ + after);
        absence_.judged();
    }

    void goes(std::chrono::nanoseconds after) { absence_.begins(begin_ + after); }

    std::optional<std::chrono::nanoseconds> over_after() const {
        const auto at = absence_.over_at();
        return at ? std::optional(*at - begin_) : std::nullopt;
    }

    Absence absence_;

private:
    const base::Instant begin_{1h};
};

TEST_F(AbsenceTest, IsNoneWhileTheDaemonIsThere) {
    is_well(0s);
    EXPECT_EQ(over_after(), std::nullopt);
    goes(60s);
    is_well(61s);
    EXPECT_EQ(over_after(), std::nullopt);
}

TEST_F(AbsenceTest, IsMeasuredFromWhenTheDaemonWentAndNotFromTheLastTry) {
    is_well(0s);
    goes(60s);
    goes(63s);
    EXPECT_EQ(over_after(), 60s + patience);
}

TEST_F(AbsenceTest, BeginsAnewForADaemonThatWasWell) {
    is_well(0s);
    goes(60s);
    is_well(61s);
    goes(61s + patience);
    EXPECT_EQ(over_after(), 61s + patience + patience);
}

TEST_F(AbsenceTest, GoesOnForOneThatEndsSoonAfterItCame) {
    is_well(0s);
    goes(60s);
    for (const auto came : {61s, 63s, 66s}) {
        is_well(came);
        goes(came + 1s);
        EXPECT_EQ(over_after(), 60s + patience);
    }
}

TEST_F(AbsenceTest, GoesOnForOneThatEndsBeforeItHasJudged) {
    is_well(0s);
    goes(60s);
    absence_.ends(base::Instant{1h} + 61s);
    goes(600s);
    EXPECT_EQ(over_after(), 60s + patience);
}

} // namespace
} // namespace offline::bus
