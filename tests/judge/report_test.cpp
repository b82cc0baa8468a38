#include <gmock/gmock.h>

#include "judge/life.h"

namespace offline::judge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Report, OfAnOutageIsToldAfterTheStrikes) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1min);
    life.told();
    life.server({Reason::refused});
    life.report();
    life.run(1min);
    EXPECT_THAT(life.told(), ElementsAre("62030 offline refused"));
}

TEST(Report, OfAServerThatIsBackEndsTheWait) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::refused});
    life.run(2min);
    life.server({});
    life.told();
    life.report();
    life.run(10ms);
    EXPECT_THAT(life.told(), ElementsAre("120010 online ok"));
}

TEST(Report, ThatKeepsBeingWrongCostsAConnectionAMinuteAtMost) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(10s);
    life.looks();
    const auto report_for = [&](std::chrono::minutes time) {
        for (auto left = std::chrono::milliseconds(time); left > 0ms; left -= 100ms) {
            life.report();
            life.run(100ms);
        }
        return life.looks();
    };
    report_for(5min);
    EXPECT_THAT(report_for(10min), SizeIs(10));
}

std::size_t looks_in_ten_minutes(Life& life, bool met) {
    life.looks();
    for (auto left = std::chrono::milliseconds(10min); left > 0ms; left -= 100ms) {
        life.report_met(met);
        life.run(100ms);
    }
    return life.looks().size();
}

TEST(Report, OfWhatIsBelievedAlreadyCostsNothing) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::refused});
    life.run(10min);
    EXPECT_LE(looks_in_ten_minutes(life, false), 10u) << "one a minute, as without it";
}

TEST(Report, OfADeadServerThatKeepsBeingWrongWaitsLongerEachTime) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.server({Reason::refused});
    life.run(10min);
    EXPECT_LE(looks_in_ten_minutes(life, true), 20u);
}

TEST(Report, IsStillLookedIntoWhereALookWasSpoiled) {
    Life life(profile_of({"imap://mail.example.org"}));
    life.run(1min);
    life.server({Reason::refused});
    life.report();
    life.spoil();
    life.told();
    life.run(10s);
    EXPECT_THAT(life.told(), SizeIs(1)) << "offline, though the first look for it came to nothing";
}

} // namespace
} // namespace offline::judge
