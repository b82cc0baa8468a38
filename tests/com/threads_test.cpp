// Many threads do everything at once, on few profiles. The sanitizers look on.
#include <array>
#include <atomic>
#include <csignal>
#include <random>
#include <thread>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

constexpr int threads = 8;
constexpr int acts = 300;

TEST(Threads, MayDoEverythingAtOnceAndEachListenerHearsAChainOfWholeChanges) {
    const std::array names{fresh_name(), fresh_name()};
    std::vector<Manager> kept;
    for (const auto& name : names)
        kept.push_back(create(name));

    std::atomic<int> strange = 0;
    const auto work = [&](unsigned seed) {
        std::minstd_rand chance(seed);
        for (int i = 0; i < acts; ++i) {
            const auto manager = open(names[chance() % names.size()]);
            switch (chance() % 5) {
            case 0: {
                const auto result = set(*manager, chance() % 2 == 0 ? offline_state : online_state);
                strange += result != S_OK && result != E_PENDING;
                break;
            }
            case 1: {
                const auto result = set_and_wait(*manager, chance() % 2 == 0 ? offline_state : online_state);
                strange += result != S_OK && result != E_PENDING;
                break;
            }
            case 2: {
                Listener listener;
                const auto token = advise(*manager, listener);
                strange += token == 0;
                strange += unadvise(*manager, token) != S_OK;
                strange += listener.references() != 1;
                break;
            }
            case 3: {
                const auto state = state_of(*manager);
                strange += state != online_state && state != offline_state;
                break;
            }
            default:
                strange += !fresh_profile();
            }
        }
    };

    Listener listener;
    const auto token = advise(*kept.front(), listener);
    std::vector<std::thread> crowd;
    for (unsigned i = 0; i < threads; ++i)
        crowd.emplace_back(work, i + 1);
    for (auto& each : crowd)
        each.join();
    EXPECT_EQ(set_once_free(*kept.front(), state_of(*kept.front())), S_OK);
    EXPECT_EQ(unadvise(*kept.front(), token), S_OK);

    EXPECT_EQ(strange, 0);
    EXPECT_EQ(listener.references(), 1u);
    EXPECT_FALSE(listener.ever_overlapped());
    const auto told = listener.told();
    ULONG state = online_state;
    for (std::size_t i = 0; i < told.size(); ++i) {
        EXPECT_EQ(told[i].NotifyType, static_cast<MAPIOFFLINE_NOTIFY_TYPE>(i % 3 + 1));
        EXPECT_EQ(told[i].Info.StateChange.ulStateOld, state);
        if (i % 3 == 2)
            state = told[i].Info.StateChange.ulStateNew;
    }
    EXPECT_EQ(told.size() % 3, 0u);
    EXPECT_EQ(state, state_of(*kept.front())) << "the last DONE carries the current state";
}

TEST(Threads, BlockEverySignalAgainBeforeTheNextChangeWhereAClientLetThemThrough) {
    const auto manager = fresh_profile();
    std::atomic<int> open_signals = 0;
    Listener listener([&](const MAPIOFFLINE_NOTIFY& told) {
        sigset_t mask;
        pthread_sigmask(SIG_SETMASK, nullptr, &mask);
        if (told.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            open_signals += sigismember(&mask, SIGTERM) == 0;
        sigemptyset(&mask);
        pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    });
    const auto token = advise(*manager, listener);
    for (const auto state : {offline_state, online_state, offline_state})
        ASSERT_EQ(set_and_wait(*manager, state), S_OK);
    EXPECT_TRUE(listener.returns(9));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(open_signals, 0);
}

} // namespace
} // namespace offline::clients
