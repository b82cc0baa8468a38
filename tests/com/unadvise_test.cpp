#include <chrono>
#include <future>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "com/children.h"
#include "com/client.h"
#include "com/home.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

using testing::HasSubstr;

TEST(Unadvise, OfZeroStaleAndUnknownTokensIsFineAndLogged) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    for (const auto nothing : {ULONG{0}, token, token + 1000, ~ULONG{0}}) {
        const Home::LogSince since;
        EXPECT_EQ(unadvise(*manager, nothing), S_OK);
        EXPECT_THAT(since.lines(), HasSubstr("Unadvise: ulAdviseToken " + std::to_string(nothing)));
    }
    EXPECT_EQ(listener.references(), 1u);
}

TEST(Unadvise, OfAnotherObjectsTokenRemovesNothing) {
    const auto manager = fresh_profile();
    const auto other = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(unadvise(*other, token), S_OK);
    EXPECT_EQ(listener.references(), 2u);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
}

TEST(Unadvise, WithFlagsStillUnregisters) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(manager->Unadvise(1, token), S_OK);
    EXPECT_EQ(listener.references(), 1u);
}

TEST(Unadvise, EndsNotificationsAndReleasesTheReference) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(listener.references(), 1u);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(listener.heard(), Words{});
}

TEST(Unadvise, LeavesTheOtherRegistrationsOfTheSameCallback) {
    const auto manager = fresh_profile();
    Listener listener;
    const auto gone = advise(*manager, listener, 1);
    const auto kept = advise(*manager, listener, 2);
    EXPECT_EQ(unadvise(*manager, gone), S_OK);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*manager, kept), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(listener.told().front().ulClientToken, 2u);
}

TEST(Unadvise, WaitsForTheRunningNotifyAndItsReference) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*manager, listener);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    std::atomic<bool> returned = false;
    std::thread leaver([&] {
        EXPECT_EQ(unadvise(*manager, token), S_OK);
        EXPECT_TRUE(listener.returns(1, std::chrono::milliseconds(0))) << "its Notify is still running";
        EXPECT_EQ(listener.references(), 1u);
        returned = true;
    });
    // The change goes on without the one that leaves: that shows that Unadvise has begun.
    EXPECT_TRUE(becomes(*manager, offline_state));
    EXPECT_FALSE(returned);
    gate.open();
    leaver.join();
    EXPECT_EQ(listener.heard(), Words{"START 2>1"});
}

TEST(Unadvise, InsideItsOwnNotifyReturnsAtOnceAndThatCallIsTheLast) {
    Words told;
    for (const std::size_t phase : {0u, 1u, 2u}) {
        told.push_back(went_offline[phase]);
        const auto manager = fresh_profile();
        ULONG token = 0;
        ULONG inside = 0;
        Listener* self = nullptr;
        Listener listener([&](const auto& notice) {
            if (notice.NotifyType != static_cast<MAPIOFFLINE_NOTIFY_TYPE>(phase + 1))
                return;
            EXPECT_EQ(unadvise(*manager, token), S_OK);
            EXPECT_EQ(unadvise(*manager, token), S_OK) << "again";
            inside = self->references();
        });
        self = &listener;
        token = advise(*manager, listener);
        EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
        EXPECT_TRUE(listener.returns(phase + 1));
        EXPECT_EQ(unadvise(*manager, token), S_OK) << "waits for the reference to go";
        EXPECT_EQ(inside, 2u) << "the reference goes when the call returns, not before";
        EXPECT_EQ(listener.references(), 1u);
        EXPECT_EQ(listener.heard(), told);
        EXPECT_EQ(state_of(*manager), offline_state);
    }
}

TEST(Unadvise, InsideAnothersNotifyWaitsForThatCall) {
    const auto manager = fresh_profile();
    Gate gate;
    Listener victim([&](auto&) { gate.pass(); });
    const auto of_victim = advise(*manager, victim);
    std::atomic<bool> victim_was_out = false;
    Listener remover([&](const auto& notice) {
        if (notice.NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            return;
        EXPECT_EQ(unadvise(*manager, of_victim), S_OK);
        victim_was_out = victim.references() == 1;
    });
    const auto of_remover = advise(*manager, remover);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    ASSERT_TRUE(remover.begins(1));
    EXPECT_FALSE(remover.returns(1, std::chrono::milliseconds(100)));
    gate.open();
    EXPECT_TRUE(remover.returns(3));
    EXPECT_TRUE(victim_was_out);
    EXPECT_EQ(victim.heard(), Words{"START 2>1"});
    EXPECT_EQ(unadvise(*manager, of_remover), S_OK);
}

// Registrations each of which, in START, unadvises the next: all are inside when the first begins.
void ring_of(std::size_t size) {
    const auto manager = fresh_profile();
    Gate gate;
    std::vector<ULONG> tokens(size);
    std::vector<std::unique_ptr<Listener>> ring;
    for (std::size_t i = 0; i < size; ++i)
        ring.push_back(std::make_unique<Listener>([&, i](auto&) {
            gate.pass();
            EXPECT_EQ(unadvise(*manager, tokens[(i + 1) % size]), S_OK);
        }));
    for (std::size_t i = 0; i < size; ++i)
        tokens[i] = advise(*manager, *ring[i]);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached(static_cast<int>(size)));
    gate.open();
    for (std::size_t i = 0; i < size; ++i) {
        ASSERT_TRUE(ring[i]->returns(1)) << "a ring of " << size << " waits for itself";
        EXPECT_EQ(unadvise(*manager, tokens[i]), S_OK);
        EXPECT_EQ(ring[i]->references(), 1u);
        EXPECT_EQ(ring[i]->heard(), Words{"START 2>1"});
    }
}

TEST(Unadvise, OfEachOtherByTwoDoesNotDeadLock) { ring_of(2); }

TEST(Unadvise, InARingOfThreeOrMoreDoesNotDeadLock) {
    ring_of(3);
    ring_of(8);
}

TEST(LastRelease, EndsTheRegistrationsThatAreLeft) {
    const auto name = fresh_name();
    auto manager = create(name);
    Listener listener;
    advise(*manager, listener);
    advise(*manager, listener);
    manager.reset();
    EXPECT_EQ(listener.references(), 1u);
    EXPECT_EQ(set_and_wait(*open(name), offline_state), S_OK);
    EXPECT_EQ(listener.heard(), Words{});
}

TEST(LastRelease, OfOneReferenceAmongOthersEndsNothing) {
    const auto name = fresh_name();
    const auto manager = create(name);
    auto again = open(name);
    Listener listener;
    const auto token = advise(*again, listener);
    again.reset();
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(listener.heard(), went_offline);
    unadvise(*manager, token);
}

TEST(LastRelease, WaitsForARunningNotifyWhichMayStillUseTheObject) {
    auto* const manager = fresh_profile().release();
    Gate gate;
    Listener listener([&](auto&) {
        gate.pass();
        void* face = nullptr;
        EXPECT_EQ(manager->QueryInterface(IID_IMAPIOffline, &face), S_OK);
        static_cast<IMAPIOffline*>(face)->Release();
        manager->AddRef();
        EXPECT_NE(state_of(*manager), 0u);
        manager->Release();
    });
    EXPECT_NE(advise(*manager, listener), 0u);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    auto released = std::async(std::launch::async, [&] { return manager->Release(); });
    EXPECT_EQ(released.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    gate.open();
    EXPECT_EQ(released.get(), 0u);
    EXPECT_EQ(listener.references(), 1u);
    EXPECT_EQ(listener.heard(), Words{"START 2>1"});
}

TEST(LastRelease, EndsTheObjectOnceHoweverOftenARunningNotifyCountsUpAndDown) {
    for (int round = 0; round < 200; ++round) {
        auto* const manager = fresh_profile().release();
        Gate began;
        std::atomic<bool> enough = false;
        std::atomic<int> ends = 0;
        Listener listener([&](auto&) {
            began.pass();
            while (!enough && ends == 0) {
                manager->AddRef();
                ends += manager->Release() == 0;
            }
        });
        EXPECT_NE(advise(*manager, listener), 0u);
        ASSERT_EQ(set(*manager, offline_state), S_OK);
        ASSERT_TRUE(began.reached());
        began.open();
        std::thread later([&] { enough = !listener.returns(1, std::chrono::milliseconds(1)); });
        const bool ended_here = manager->Release() == 0;
        later.join();
        ASSERT_TRUE(listener.returns(1));
        ASSERT_EQ(ends, ended_here ? 0 : 1) << "in round " << round;
        ASSERT_TRUE(listener.is_let_go());
    }
}

TEST(LastRelease, WaitsForARunningNotifyThatHasEndedItsOwnRegistration) {
    auto* const manager = fresh_profile().release();
    Gate gate;
    ULONG token = 0;
    Listener listener([&](auto&) {
        EXPECT_EQ(unadvise(*manager, token), S_OK);
        gate.pass();
    });
    token = advise(*manager, listener);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    auto released = std::async(std::launch::async, [&] { return manager->Release(); });
    EXPECT_EQ(released.wait_for(std::chrono::milliseconds(100)), std::future_status::timeout);
    gate.open();
    EXPECT_EQ(released.get(), 0u);
    EXPECT_EQ(listener.references(), 1u);
}

TEST(LastRelease, InsideNotifyIsTheEndOfThatRegistration) {
    const auto name = fresh_name();
    auto manager = create(name);
    auto* const raw = manager.get();
    Listener listener([&](auto&) { manager.reset(); });
    EXPECT_NE(advise(*raw, listener), 0u);
    ASSERT_EQ(set(*raw, offline_state), S_OK);
    ASSERT_TRUE(listener.returns(1));
    const auto again = open(name);
    EXPECT_TRUE(becomes(*again, offline_state));
    EXPECT_EQ(set_once_free(*again, online_state), S_OK);
    EXPECT_TRUE(listener.is_let_go()) << "the reference goes when the call returns";
    EXPECT_EQ(listener.heard(), Words{"START 2>1"});
}

TEST(LastRelease, InsideNotifyByHundredsAtOnceIsTheEndOfEachRegistration) {
    constexpr int hundreds = 200;
    const auto name = fresh_name();
    const auto profile = create(name);
    Gate gate;
    std::vector<Manager> objects(hundreds);
    std::vector<std::unique_ptr<Listener>> listeners;
    for (auto& object : objects) {
        object = child(name, {});
        listeners.push_back(std::make_unique<Listener>([&](auto&) {
            gate.pass();
            object.reset();
        }));
        ASSERT_NE(advise(*object, *listeners.back()), 0u);
    }
    ASSERT_EQ(set(*profile, offline_state), S_OK);
    ASSERT_TRUE(gate.reached(hundreds, std::chrono::seconds(40)));
    gate.open();
    for (const auto& listener : listeners) {
        ASSERT_TRUE(listener->is_let_go());
        EXPECT_EQ(listener->heard(), Words{"START 2>1"});
    }
    EXPECT_TRUE(becomes(*profile, offline_state));
}

TEST(LastRelease, MayBeFollowedByNoRegistrationThatWasMadeWhileItWaited) {
    const auto name = fresh_name();
    auto manager = create(name);
    auto* const raw = manager.get();
    Gate gate;
    Listener late;
    Listener first([&](const auto& notice) {
        if (notice.NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            return;
        gate.pass();
        EXPECT_NE(advise(*raw, late), 0u);
    });
    advise(*raw, first);
    ASSERT_EQ(set(*raw, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    std::thread last([&] { manager.reset(); });
    gate.open();
    last.join();
    EXPECT_TRUE(first.is_let_go());
    EXPECT_TRUE(late.is_let_go());
}

TEST(LastRelease, LetsTheChangeUnderWayRunToItsEnd) {
    const auto name = fresh_name();
    auto manager = create(name);
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    advise(*manager, listener);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    gate.open();
    manager.reset();
    EXPECT_TRUE(becomes(*open(name), offline_state));
}

} // namespace
} // namespace offline::clients
