#include <algorithm>
#include <array>
#include <csignal>
#include <mutex>

#include <gtest/gtest.h>
#include <pthread.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

TEST(Phases, ComeInOrderWithSizeMarkMaskAndStates) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener, 0xC0FFEE);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    unadvise(*manager, token);
    EXPECT_EQ(listener.heard(), went_offline);
    for (const auto& notice : listener.told()) {
        EXPECT_EQ(notice.ulSize, 24u);
        EXPECT_EQ(notice.ulClientToken, 0xC0FFEEu);
        EXPECT_EQ(notice.Info.StateChange.ulMask, static_cast<ULONG>(MAPIOFFLINE_STATE_OFFLINE_MASK));
    }
}

TEST(Phases, ShowTheOldStateInStartAndTheNewOneFromStatechangeOn) {
    const auto manager = fresh_profile();
    std::vector<ULONG> seen;
    Listener listener([&](auto&) { seen.push_back(state_of(*manager)); });
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    unadvise(*manager, token);
    EXPECT_EQ(seen, (std::vector<ULONG>{online_state, offline_state, offline_state}));
}

TEST(Phases, OfOneRegistrationChainOverManyChangesAndNeverOverlap) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    Words expected;
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(set_and_wait(*manager, i % 2 == 0 ? offline_state : online_state), S_OK);
        ASSERT_TRUE(listener.returns(expected.size() + 3));
        const auto& change = i % 2 == 0 ? went_offline : went_online;
        expected.insert(expected.end(), change.begin(), change.end());
    }
    unadvise(*manager, token);
    EXPECT_EQ(listener.heard(), expected);
    EXPECT_FALSE(listener.ever_overlapped());
}

TEST(Phases, NobodyGetsStatechangeBeforeEverybodyIsBackFromStart) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener slow([&](const auto& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            gate.pass();
    });
    Listener quick;
    const auto of_slow = advise(*manager, slow);
    const auto of_quick = advise(*manager, quick);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    ASSERT_TRUE(quick.returns(1)) << "one slow client holds up another one's START";
    EXPECT_FALSE(quick.begins(2, std::chrono::milliseconds(100)));
    EXPECT_EQ(state_of(*manager), online_state);
    gate.open();
    EXPECT_TRUE(quick.returns(3));
    EXPECT_TRUE(slow.returns(3));
    unadvise(*manager, of_slow);
    unadvise(*manager, of_quick);
}

TEST(Phases, ComeOnThreadsOfTheRuntimeNeverOnTheCallers) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    EXPECT_TRUE(listener.returns(6));
    unadvise(*manager, token);
    const auto threads = listener.threads();
    EXPECT_EQ(threads.size(), 6u);
    EXPECT_EQ(std::ranges::count(threads, std::this_thread::get_id()), 0);
}

TEST(Phases, ComeOnThreadsThatBlockEverySignal) {
    const auto manager = fresh_profile();
    std::vector<int> let_through;
    Listener listener([&](auto&) {
        sigset_t blocked;
        pthread_sigmask(SIG_SETMASK, nullptr, &blocked);
        for (const int signal : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1, SIGUSR2,
                                 SIGCHLD, SIGIO, SIGWINCH, SIGRTMIN, SIGRTMAX})
            if (sigismember(&blocked, signal) == 0)
                let_through.push_back(signal);
    });
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    unadvise(*manager, token);
    EXPECT_EQ(let_through, std::vector<int>{});
}

TEST(Phases, PrintNothing) {
    testing::internal::CaptureStdout();
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    set_and_wait(*manager, offline_state);
    set(*manager, 3);
    unadvise(*manager, token);
    unadvise(*manager, token);
    open(L"Nobody's");
    EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
}

} // namespace
} // namespace offline::clients
