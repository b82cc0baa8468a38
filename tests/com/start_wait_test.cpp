// The wait for START: what it costs to be slow there, and that it is bounded.
#include <chrono>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

TEST(StartWait, OfASlowClientDelaysTheFlipNoLongerThanItTakes) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener slow([&](const auto& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            gate.pass();
    });
    const auto token = advise(*manager, slow);
    const auto began = Clock::now();
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    EXPECT_EQ(state_of(*manager), online_state);
    gate.open();
    EXPECT_TRUE(slow.returns(3));
    EXPECT_LT(Clock::now() - began, 1900ms) << "the wait went on after everybody was back";
    unadvise(*manager, token);
}

TEST(StartWait, OfAClientThatHangsIsTwoSecondsOnce) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener hung([&](auto&) { gate.pass(); });
    Listener fine;
    const auto of_hung = advise(*manager, hung);
    const auto of_fine = advise(*manager, fine);

    auto began = Clock::now();
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_GE(Clock::now() - began, 1900ms);
    EXPECT_LT(Clock::now() - began, 4s);
    EXPECT_TRUE(fine.returns(3));
    EXPECT_EQ(fine.heard(), went_offline);

    began = Clock::now();
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    EXPECT_LT(Clock::now() - began, 1900ms) << "a client that lags was waited for again";
    EXPECT_EQ(state_of(*manager), online_state);

    gate.open();
    EXPECT_TRUE(hung.returns(3));
    EXPECT_EQ(unadvise(*manager, of_hung), S_OK);
    unadvise(*manager, of_fine);
    const auto heard = hung.heard();
    ASSERT_GE(heard.size(), 3u);
    EXPECT_EQ(Words(heard.begin(), heard.begin() + 3), went_offline)
        << "a change that was begun is told whole";
}

TEST(StartWait, ThrowingEndsIt) {
    const auto manager = fresh_profile();
    Listener thrower([](auto&) { throw 42; });
    const auto token = advise(*manager, thrower);
    const auto began = Clock::now();
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_LT(Clock::now() - began, 1900ms);
    EXPECT_TRUE(thrower.returns(3));
    EXPECT_EQ(thrower.heard(), went_offline);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(StartWait, AClientThatNeverComesBackHarmsNobodyOfOtherProfiles) {
    const auto sick = fresh_profile();
    const auto sound = fresh_profile();
    Gate gate;
    Listener hung([&](auto&) { gate.pass(); });
    Listener fine;
    const auto of_hung = advise(*sick, hung);
    const auto of_fine = advise(*sound, fine);
    ASSERT_EQ(set(*sick, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    const auto began = Clock::now();
    EXPECT_EQ(set_and_wait(*sound, offline_state), S_OK);
    EXPECT_LT(Clock::now() - began, 1900ms);
    EXPECT_TRUE(fine.returns(3));
    EXPECT_EQ(fine.heard(), went_offline);
    gate.open();
    EXPECT_EQ(unadvise(*sick, of_hung), S_OK);
    EXPECT_EQ(unadvise(*sound, of_fine), S_OK);
}

} // namespace
} // namespace offline::clients
