// A bad client harms only itself.
#include <chrono>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <pthread.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(BadClient, ThatThrowsIsToldAllTheSameAndSoAreTheOthers) {
    const auto manager = fresh_profile();
    Listener thrower([](auto&) { throw std::runtime_error("up"); });
    Listener fine;
    const auto of_thrower = advise(*manager, thrower);
    const auto of_fine = advise(*manager, fine);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(thrower.returns(3));
    EXPECT_TRUE(fine.returns(3));
    EXPECT_EQ(unadvise(*manager, of_thrower), S_OK);
    EXPECT_EQ(unadvise(*manager, of_fine), S_OK);
    EXPECT_EQ(thrower.heard(), went_offline);
    EXPECT_EQ(fine.heard(), went_offline);
    EXPECT_EQ(thrower.references(), 1u);
}

TEST(BadClient, ThatEndsTheThreadItIsCalledOnIsToldAllTheSameAndSoAreTheOthers) {
    const auto manager = fresh_profile();
    Listener ender([](auto&) { pthread_exit(nullptr); });
    Listener fine;
    const auto of_ender = advise(*manager, ender);
    const auto of_fine = advise(*manager, fine);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(ender.begins(3));
    EXPECT_TRUE(fine.returns(3));
    EXPECT_EQ(unadvise(*manager, of_ender), S_OK);
    EXPECT_EQ(unadvise(*manager, of_fine), S_OK);
    EXPECT_EQ(fine.heard(), went_offline);
    EXPECT_EQ(ender.references(), 1u);
}

TEST(BadClient, ThatSleepsASecondInEachCallDelaysTheOthersInStartAlone) {
    const auto manager = fresh_profile();
    Listener sleeper([](auto&) { std::this_thread::sleep_for(1s); });
    std::vector<Clock::time_point> told;
    Listener fine([&](auto&) { told.push_back(Clock::now()); });
    const auto of_sleeper = advise(*manager, sleeper);
    const auto of_fine = advise(*manager, fine);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(fine.returns(3));
    ASSERT_TRUE(sleeper.returns(3));
    EXPECT_EQ(unadvise(*manager, of_sleeper), S_OK);
    EXPECT_EQ(unadvise(*manager, of_fine), S_OK);
    EXPECT_LT(told.back() - told.front(), 1900ms) << "more than one call of the sleeper was waited for";
    EXPECT_EQ(sleeper.heard(), went_offline);
    EXPECT_EQ(fine.heard(), went_offline);
}

// Every other client of the profile hears of a change in time, though these hang inside an earlier phase.
void hang_in(MAPIOFFLINE_NOTIFY_TYPE phase, std::size_t how_many) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener hung([&](const auto& notice) {
        if (notice.NotifyType == phase)
            gate.pass();
    });
    Listener fine;
    std::vector<ULONG> tokens;
    for (std::size_t i = 0; i < how_many; ++i)
        tokens.push_back(advise(*manager, hung));
    tokens.push_back(advise(*manager, fine));
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached(static_cast<int>(how_many)));
    ASSERT_TRUE(fine.returns(3)) << "those who hang hold up the others";
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(set_once_free(*manager, online_state), S_OK);
    ASSERT_TRUE(fine.returns(6));
    gate.open();
    for (const auto token : tokens)
        EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(hung.references(), 1u);
}

TEST(BadClient, ThatHangsInStartDoesNotKeepTheNewsFromOthers) {
    hang_in(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START, 1);
}

TEST(BadClient, ThatHangsInStatechangeDoesNotKeepTheNewsFromOthers) {
    hang_in(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE, 1);
}

TEST(BadClient, ThatHangsInDoneDoesNotKeepTheNewsFromOthers) {
    hang_in(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE, 1);
}

TEST(BadClient, AmongMoreThanAHundredDoesNotKeepTheNewsFromOthers) {
    hang_in(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE, 120);
}

TEST(BadClient, ThatLagsIsToldWholeChangesAndAtLastTheTruth) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener lagging([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, lagging);
    ULONG state = offline_state;
    for (int changes = 0; changes < 7; ++changes) {
        EXPECT_EQ(set_once_free(*manager, state), S_OK);
        state = state == offline_state ? online_state : offline_state;
    }
    gate.open();
    // Seven changes of which pairs may be left out: one or three remain.
    ASSERT_TRUE(lagging.returns(3));
    Listener fence;
    EXPECT_EQ(set_once_free(*manager, online_state), S_OK);
    const auto of_fence = advise(*manager, fence);
    EXPECT_EQ(unadvise(*manager, of_fence), S_OK);
    ASSERT_TRUE(lagging.returns(6));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    const auto heard = lagging.heard();
    ASSERT_EQ(heard.size() % 3, 0u);
    for (std::size_t i = 0; i < heard.size(); i += 3)
        EXPECT_EQ(Words(heard.begin() + static_cast<std::ptrdiff_t>(i),
                        heard.begin() + static_cast<std::ptrdiff_t>(i) + 3),
                  i % 2 == 0 ? went_offline : went_online);
    EXPECT_EQ(heard.back(), went_online.back());
    EXPECT_FALSE(lagging.ever_overlapped());
}

TEST(BadClient, DoesNotDelayGetCurrentState) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener hung([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, hung);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    const auto began = Clock::now();
    for (int i = 0; i < 100'000; ++i)
        EXPECT_EQ(state_of(*manager), online_state);
    EXPECT_LT(Clock::now() - began, 1900ms);
    gate.open();
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

} // namespace
} // namespace offline::clients
