// From inside Notify a client may do everything.
#include <array>
#include <functional>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

// Runs `act` in each of the three phases of a change.
void in_each_phase(const std::function<void(IMAPIOfflineMgr&)>& act) {
    const auto manager = fresh_profile();
    // These keep the change from being over while it acts, even where it is held up until it lags; there are
    // several, since one of them may be, too.
    Gate acted;
    Listener keeper([&](const auto& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            acted.pass();
    });
    std::array<ULONG, 4> of_keeper{};
    for (auto& token : of_keeper)
        token = advise(*manager, keeper);
    Listener listener([&](const auto& notice) {
        act(*manager);
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE)
            acted.open();
    });
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    for (const auto each : of_keeper)
        EXPECT_EQ(unadvise(*manager, each), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(listener.references(), 1u);
}

TEST(InsideNotify, EveryMethodMayBeCalled) {
    in_each_phase([](IMAPIOfflineMgr& manager) {
        ULONG value = 0;
        EXPECT_EQ(manager.GetCapabilities(&value), S_OK);
        EXPECT_EQ(manager.GetCurrentState(&value), S_OK);
        EXPECT_EQ(set(manager, online_state), E_PENDING);
        EXPECT_EQ(set_and_wait(manager, online_state), E_PENDING);
        EXPECT_EQ(manager.Placeholder1(nullptr), MAPI_E_NO_SUPPORT);
        EXPECT_EQ(manager.Placeholder8(), MAPI_E_NO_SUPPORT);
        void* face = nullptr;
        EXPECT_EQ(manager.QueryInterface(IID_IMAPIOffline, &face), S_OK);
        EXPECT_EQ(static_cast<IMAPIOffline*>(face)->Release(), 1u);
        EXPECT_EQ(unadvise(manager, 0), S_OK);
    });
}

TEST(InsideNotify, AnotherCallbackMayComeAndGo) {
    in_each_phase([](IMAPIOfflineMgr& manager) {
        Listener passing;
        const auto token = advise(manager, passing);
        EXPECT_NE(token, 0u);
        EXPECT_EQ(unadvise(manager, token), S_OK);
        EXPECT_EQ(passing.references(), 1u);
    });
}

TEST(InsideNotify, ProfilesMayBeOpenedAndCreated) {
    const auto name = fresh_name();
    const auto known = create(name);
    in_each_phase([&](IMAPIOfflineMgr&) {
        EXPECT_EQ(open(name), known);
        EXPECT_TRUE(fresh_profile());
        EXPECT_FALSE(open(L"Nobody's"));
    });
}

TEST(InsideNotify, AnotherProfileMayBeSetAndWaitedFor) {
    const auto other = fresh_profile();
    Listener listener;
    const auto token = advise(*other, listener);
    ULONG next = offline_state;
    std::size_t calls = 0;
    in_each_phase([&](IMAPIOfflineMgr&) {
        EXPECT_EQ(set_and_wait(*other, next), S_OK);
        EXPECT_TRUE(listener.returns(calls += 3));
        next = next == offline_state ? online_state : offline_state;
    });
    EXPECT_EQ(calls, 9u);
    EXPECT_EQ(unadvise(*other, token), S_OK);
}

TEST(InsideNotify, AClientThatLagsMayWaitForTheNextChange) {
    const auto manager = fresh_profile();
    Gate gate;
    HRESULT result = E_UNEXPECTED;
    Listener listener([&](const auto& notice) {
        if (notice.NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE ||
            notice.Info.StateChange.ulStateNew != offline_state)
            return;
        gate.pass();
        result = set_and_wait(*manager, online_state);
    });
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK) << "DONE is waited for, but not for ever";
    gate.open();
    ASSERT_TRUE(listener.returns(6));
    EXPECT_EQ(result, S_OK);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(state_of(*manager), online_state);
}

} // namespace
} // namespace offline::clients
