#include <atomic>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "com/client.h"
#include "com/home.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

using testing::HasSubstr;

// An object that is no IMAPIOfflineNotify.
class Stranger final : public IUnknown {
public:
    explicit Stranger(HRESULT answer) : answer_(answer) {}

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void** ppvObject) override {
        *ppvObject = nullptr;
        return answer_;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return ++references; }

    ULONG STDMETHODCALLTYPE Release() override { return --references; }

    ULONG references = 1;

private:
    HRESULT answer_;
};

class Thrower final : public IUnknown {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID, void**) override { throw "up"; }

    ULONG STDMETHODCALLTYPE AddRef() override { return 1; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }
};

class Advise : public testing::Test {
protected:
    // What Advise says to a bad registration; nothing may be left of it, and the log must name what is bad.
    void refuses(HRESULT expected, std::string_view named, MAPIOFFLINE_ADVISEINFO* info, ULONG flags = 0) {
        const Home::LogSince since;
        ULONG token = 77;
        EXPECT_EQ(manager_->Advise(flags, info, &token), expected);
        EXPECT_EQ(token, 0u);
        EXPECT_EQ(listener_.references(), 1u);
        EXPECT_THAT(since.lines(), HasSubstr("Advise: " + std::string(named)));
    }

    Manager manager_ = fresh_profile();
    Listener listener_;
};

TEST_F(Advise, SucceedsWhateverTheFirstNotifyDoesToTheTokenMeanwhile) {
    for (int round = 0; round < 200; ++round) {
        const auto manager = fresh_profile();
        Gate gate;
        Listener slow([&](auto&) { gate.pass(); });
        const auto of_slow = advise(*manager, slow);
        ASSERT_EQ(set(*manager, offline_state), S_OK);
        ASSERT_TRUE(gate.reached());
        // It joins the change under way, is told at once, and leaves.
        ULONG token = 0;
        Listener hasty([&](auto&) { unadvise(*manager, std::atomic_ref(token).exchange(0)); });
        auto info = registration(&hasty);
        ASSERT_EQ(manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token), S_OK) << "in round " << round;
        gate.open();
        EXPECT_TRUE(hasty.is_let_go());
        EXPECT_EQ(unadvise(*manager, of_slow), S_OK);
    }
}

TEST_F(Advise, RefusesEachBadMemberAndNamesItInTheLog) {
    const auto good = registration(&listener_);
    const auto refuses_with = [&](std::string_view named, auto spoil) {
        auto info = good;
        spoil(info);
        refuses(E_INVALIDARG, named, &info);
    };
    refuses_with("ulSize", [](auto& info) { info.ulSize = 0; });
    refuses_with("ulSize", [](auto& info) { --info.ulSize; });
    refuses_with("ulSize", [](auto& info) { ++info.ulSize; });
    refuses_with("CallbackType",
                 [](auto& info) { info.CallbackType = static_cast<MAPIOFFLINE_CALLBACK_TYPE>(1); });
    refuses_with("pCallback", [](auto& info) { info.pCallback = nullptr; });
    refuses_with("ulAdviseTypes", [](auto& info) { info.ulAdviseTypes = 0; });
    refuses_with("ulAdviseTypes", [](auto& info) { info.ulAdviseTypes = 3; });
    refuses_with("ulStateMask", [](auto& info) { info.ulStateMask = MAPIOFFLINE_STATE_OFFLINE_MASK; });
    refuses_with("ulStateMask", [](auto& info) { info.ulStateMask = 0xffffffff; });
    auto info = good;
    refuses(E_INVALIDARG, "ulFlags", &info, 1);
    refuses(E_INVALIDARG, "pAdviseInfo", nullptr);
    EXPECT_EQ(set_and_wait(*manager_, offline_state), S_OK);
    EXPECT_EQ(listener_.heard(), Words{});
}

TEST_F(Advise, RefusesToPutTheTokenNowhere) {
    auto info = registration(&listener_);
    EXPECT_EQ(manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, nullptr), E_INVALIDARG);
    EXPECT_EQ(listener_.references(), 1u);
}

TEST_F(Advise, RefusesWhatIsNoCallback) {
    Stranger honest(E_NOINTERFACE), confused(S_OK);
    auto info = registration(&honest);
    refuses(E_NOINTERFACE, "pCallback", &info);
    info = registration(&confused);
    refuses(E_NOINTERFACE, "pCallback", &info);
    EXPECT_EQ(honest.references, 1u);
    EXPECT_EQ(confused.references, 1u);
}

TEST_F(Advise, SurvivesACallbackThatThrowsWhenAskedForItsFaces) {
    Thrower thrower;
    auto info = registration(&thrower);
    ULONG token = 77;
    EXPECT_EQ(manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token), E_UNEXPECTED);
    EXPECT_EQ(token, 0u);
}

TEST_F(Advise, HoldsOneReferenceForEachRegistration) {
    const auto first = advise(*manager_, listener_);
    EXPECT_EQ(listener_.references(), 2u);
    const auto second = advise(*manager_, listener_);
    EXPECT_EQ(listener_.references(), 3u);
    EXPECT_EQ(set_and_wait(*manager_, offline_state), S_OK);
    EXPECT_EQ(listener_.references(), 3u);
    EXPECT_EQ(unadvise(*manager_, first), S_OK);
    EXPECT_EQ(listener_.references(), 2u);
    EXPECT_EQ(unadvise(*manager_, second), S_OK);
    EXPECT_EQ(listener_.references(), 1u);
}

TEST_F(Advise, TellsTheSameCallbackOnceForEachRegistration) {
    std::set<ULONG> tokens;
    for (ULONG mark = 0; mark < 20; ++mark)
        tokens.insert(advise(*manager_, listener_, mark));
    EXPECT_EQ(set_and_wait(*manager_, offline_state), S_OK);
    EXPECT_TRUE(listener_.returns(60));
    for (const auto token : tokens)
        EXPECT_EQ(unadvise(*manager_, token), S_OK);
    std::multiset<ULONG> marks;
    for (const auto& notice : listener_.told())
        marks.insert(notice.ulClientToken);
    EXPECT_EQ(marks.size(), 60u);
    for (ULONG mark = 0; mark < 20; ++mark)
        EXPECT_EQ(marks.count(mark), 3u);
}

TEST_F(Advise, NeverGivesATokenTwiceNorZero) {
    const auto other = fresh_profile();
    std::set<ULONG> tokens;
    for (int i = 0; i < 100; ++i)
        for (auto* object : {manager_.get(), other.get()}) {
            const auto token = advise(*object, listener_);
            EXPECT_NE(token, 0u);
            EXPECT_TRUE(tokens.insert(token).second);
            unadvise(*object, token);
        }
    EXPECT_EQ(listener_.references(), 1u);
}

TEST_F(Advise, WritesTheTokenBeforeTheFirstNotifyBegins) {
    for (int round = 0; round < 100; ++round) {
        const auto manager = fresh_profile();
        Gate gate;
        Listener holder([&](auto&) { gate.pass(); });
        const auto of_holder = advise(*manager, holder);
        ASSERT_EQ(set(*manager, offline_state), S_OK);
        ASSERT_TRUE(gate.reached());
        std::atomic<ULONG> token = 0; // read by Notify, perhaps before Advise is back
        static_assert(sizeof token == sizeof(ULONG));
        std::atomic<bool> always_there = true;
        Listener late([&](auto&) { always_there = always_there && token != 0; });
        auto info = registration(&late);
        ASSERT_EQ(manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, reinterpret_cast<ULONG*>(&token)), S_OK);
        gate.open();
        ASSERT_TRUE(late.returns(3));
        EXPECT_TRUE(always_there);
        unadvise(*manager, token);
        unadvise(*manager, of_holder);
    }
}

TEST_F(Advise, BeforeTheFlipJoinsTheChangeAndIsNotWaitedFor) {
    Gate gate;
    Listener holder([&](auto&) { gate.pass(); });
    const auto of_holder = advise(*manager_, holder);
    ASSERT_EQ(set(*manager_, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    Gate never_in_time;
    Listener joined([&](auto&) { never_in_time.pass(); });
    const auto of_joined = advise(*manager_, joined);
    ASSERT_TRUE(never_in_time.reached());
    gate.open();
    EXPECT_TRUE(holder.returns(3)) << "the change waited for one that joined it";
    EXPECT_EQ(state_of(*manager_), offline_state);
    never_in_time.open();
    EXPECT_TRUE(joined.returns(3));
    EXPECT_EQ(joined.heard(), went_offline);
    unadvise(*manager_, of_holder);
    unadvise(*manager_, of_joined);
}

TEST_F(Advise, AfterTheFlipGetsNothingOfTheChange) {
    Gate gate;
    Listener holder([&](const auto& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE)
            gate.pass();
    });
    const auto of_holder = advise(*manager_, holder);
    ASSERT_EQ(set(*manager_, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    const auto token = advise(*manager_, listener_);
    gate.open();
    ASSERT_TRUE(holder.returns(3));
    ASSERT_EQ(unadvise(*manager_, of_holder), S_OK);
    EXPECT_EQ(set_once_free(*manager_, online_state), S_OK);
    EXPECT_TRUE(listener_.returns(3));
    EXPECT_EQ(listener_.heard(), went_online);
    unadvise(*manager_, token);
}

TEST_F(Advise, ReadsTheRegistrationDuringTheCallOnly) {
    auto info = registration(&listener_, 5);
    ULONG token = 0;
    ASSERT_EQ(manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token), S_OK);
    info = {};
    EXPECT_EQ(set_and_wait(*manager_, offline_state), S_OK);
    EXPECT_TRUE(listener_.returns(3));
    unadvise(*manager_, token);
    EXPECT_EQ(listener_.told().front().ulClientToken, 5u);
}

} // namespace
} // namespace offline::clients
