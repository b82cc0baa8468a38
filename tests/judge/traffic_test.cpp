#include <gtest/gtest.h>

#include "judge/judge.h"
#include "judge/life.h"
#include "judge/remember.h"

namespace offline::judge {
namespace {

// An account that answered a look a second ago: its next one is due when the interval of 5 min is over.
class Traffic : public testing::Test {
protected:
    Traffic() {
        life_.run(1s);
        evidence_ = life_.evidence();
        answered_ = endpoint().last->at;
    }

    std::chrono::nanoseconds until_the_next_look() {
        return *judge(evidence_, life_.profile(), life_.now()).look_at[0] - answered_;
    }

    model::EndpointEvidence& endpoint() { return evidence_.endpoints[0]; }

    Life life_{profile_of({"imap://mail.example.org"})};
    model::Evidence evidence_;
    base::Instant answered_;
};

TEST_F(Traffic, OfPayloadIsAsGoodAsAnAnswer) {
    remember_traffic(endpoint(), {.payload = answered_ + 4min, .acknowledgement = {}}, answered_ + 5min);
    EXPECT_EQ(until_the_next_look(), 9min);
    remember_traffic(endpoint(), {.payload = answered_ + 8min, .acknowledgement = {}}, answered_ + 9min);
    EXPECT_EQ(until_the_next_look(), 13min);
}

TEST_F(Traffic, FromBeforeTheLastLookIsNoNews) {
    remember_traffic(endpoint(), {.payload = answered_ - 1s, .acknowledgement = answered_ - 1s},
                     answered_ + 5min);
    EXPECT_EQ(until_the_next_look(), 5min);
}

TEST_F(Traffic, OfAcknowledgementsAlonePutsALookOffOnce) {
    remember_traffic(endpoint(), {.payload = {}, .acknowledgement = answered_ + 4min}, answered_ + 5min);
    EXPECT_EQ(until_the_next_look(), 10min);
    remember_traffic(endpoint(), {.payload = {}, .acknowledgement = answered_ + 9min}, answered_ + 10min);
    EXPECT_EQ(until_the_next_look(), 10min);
}

TEST_F(Traffic, CountsOnlyInPlaceOfARoutineLook) {
    EXPECT_TRUE(is_routine(endpoint()));
    for (const auto& spoil : std::initializer_list<void (*)(model::EndpointEvidence&)>{
             [](auto& evidence) { evidence.look_wanted = true; },
             [](auto& evidence) { evidence.reported = true; },
             [](auto& evidence) { evidence.last->ok = false; },
             [](auto& evidence) { evidence.answered.reset(); }}) {
        auto other = endpoint();
        spoil(other);
        EXPECT_FALSE(is_routine(other));
    }
}

TEST_F(Traffic, IsForgottenWithTheNextLook) {
    remember_traffic(endpoint(), {.payload = {}, .acknowledgement = answered_ + 4min}, answered_ + 5min);
    remember_begun(endpoint(), answered_ + 10min, 0);
    remember_look(endpoint(), {.ok = true, .reason = Reason::ok, .at = answered_ + 10min},
                  life_.profile().probe);
    EXPECT_EQ(until_the_next_look(), 15min);
}

} // namespace
} // namespace offline::judge
