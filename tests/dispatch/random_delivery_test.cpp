#include <gtest/gtest.h>

#include "dispatch/rehearsal.h"

namespace offline::dispatch {
namespace {

class RandomDelivery : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Seeded, RandomDelivery, testing::Range(0, 100));

TEST_P(RandomDelivery, KeepsEveryPromise) {
    Rehearsal rehearsal(static_cast<std::uint64_t>(GetParam()));
    for (int act = 0; act < 5 && !HasFailure(); ++act) {
        rehearsal.chaos(200);
        rehearsal.calm();
    }
}

} // namespace
} // namespace offline::dispatch
