#include <chrono>
#include <future>
#include <vector>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

constexpr ULONG mask = MAPIOFFLINE_STATE_OFFLINE_MASK;

TEST(State, TheGlobalObjectCanGoOfflineAndOnline) {
    ULONG capabilities = 0;
    EXPECT_EQ(fresh_profile()->GetCapabilities(&capabilities), S_OK);
    EXPECT_EQ(capabilities,
              static_cast<ULONG>(MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE));
    EXPECT_EQ(fresh_profile()->GetCapabilities(nullptr), E_INVALIDARG);
}

TEST(State, IsExactlyOneOfOnlineAndOffline) {
    const auto manager = fresh_profile();
    EXPECT_EQ(state_of(*manager), online_state);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(manager->GetCurrentState(nullptr), E_INVALIDARG);
}

TEST(SetCurrentState, RefusesEachBadParameterAndChangesNothing) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    int reserved = 0;
    const auto refused = [&](ULONG flags, ULONG for_mask, ULONG state, void* pointer = nullptr) {
        EXPECT_EQ(manager->SetCurrentState(flags, for_mask, state, pointer), E_INVALIDARG);
        EXPECT_EQ(state_of(*manager), online_state);
    };
    refused(1, mask, offline_state);
    refused(MAPIOFFLINE_FLAG_BLOCK | 1, mask, offline_state);
    refused(0x80000000, mask, offline_state);
    refused(MAPIOFFLINE_FLAG_DEFAULT, 0, offline_state);
    refused(MAPIOFFLINE_FLAG_DEFAULT, 1, offline_state);
    refused(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_ALL, offline_state);
    refused(MAPIOFFLINE_FLAG_DEFAULT, mask, 0);
    refused(MAPIOFFLINE_FLAG_DEFAULT, mask, 3);
    refused(MAPIOFFLINE_FLAG_DEFAULT, mask, offline_state | 4);
    refused(MAPIOFFLINE_FLAG_DEFAULT, mask, offline_state, &reserved);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(listener.heard(), went_offline) << "a refused call was told";
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(SetCurrentState, DefaultReturnsWhileTheChangeRunsOn) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set(*manager, offline_state), S_OK);
    EXPECT_FALSE(listener.returns(1, std::chrono::milliseconds(0)));
    EXPECT_TRUE(gate.reached());
    EXPECT_EQ(state_of(*manager), online_state) << "START is before the flip";
    gate.open();
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(SetCurrentState, BlockReturnsWhenEverybodyIsBackFromDone) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener quick;
    Listener slow([&](const auto& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            gate.pass();
    });
    const auto of_quick = advise(*manager, quick);
    const auto of_slow = advise(*manager, slow);
    auto blocked = std::async(std::launch::async, [&] { return set_and_wait(*manager, offline_state); });
    ASSERT_TRUE(gate.reached());
    EXPECT_EQ(blocked.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    gate.open();
    EXPECT_EQ(blocked.get(), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    unadvise(*manager, of_quick);
    unadvise(*manager, of_slow);
}

TEST(SetCurrentState, IsPendingWhileAChangeIsUnderWayAndRecordsNothing) {
    const auto name = fresh_name();
    const auto manager = create(name);
    const auto again = open(name);
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    for (const auto wished : {offline_state, online_state}) {
        EXPECT_EQ(set(*manager, wished), E_PENDING);
        EXPECT_EQ(set(*again, wished), E_PENDING);
        EXPECT_EQ(set_and_wait(*manager, wished), E_PENDING);
    }
    gate.open();
    ASSERT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(state_of(*manager), offline_state);
}

TEST(SetCurrentState, IsPendingInsideEachPhaseSoBlockCannotDeadLock) {
    const auto manager = fresh_profile();
    std::vector<HRESULT> results;
    Listener listener([&](auto&) {
        results.push_back(set_and_wait(*manager, online_state));
        results.push_back(set(*manager, online_state));
    });
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(results, std::vector<HRESULT>(6, E_PENDING));
}

TEST(SetCurrentState, ForTheStateThatHoldsTellsNobody) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    EXPECT_EQ(set(*manager, online_state), S_OK);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
}

TEST(SetCurrentState, OfOneProfileIsNotPendingBecauseOfAnother) {
    const auto busy = fresh_profile();
    const auto idle = fresh_profile();
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*busy, listener);
    ASSERT_EQ(set(*busy, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    EXPECT_EQ(set_and_wait(*idle, offline_state), S_OK);
    EXPECT_EQ(state_of(*idle), offline_state);
    gate.open();
    EXPECT_TRUE(listener.returns(3));
    unadvise(*busy, token);
}

} // namespace
} // namespace offline::clients
