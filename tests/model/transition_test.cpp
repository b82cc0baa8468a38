#include "model/transition.h"

#include <gtest/gtest.h>

namespace offline::model {
namespace {

TEST(Transition, HasThreePhasesInOrder) {
    EXPECT_EQ(word(Phase::start), "START");
    EXPECT_EQ(word(Phase::statechange), "STATECHANGE");
    EXPECT_EQ(word(Phase::done), "DONE");
    EXPECT_LT(Phase::start, Phase::statechange);
    EXPECT_LT(Phase::statechange, Phase::done);
}

} // namespace
} // namespace offline::model
