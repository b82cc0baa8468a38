// Clients that free the library too early, and the habits of two published ones.
#include <memory>

#include <gtest/gtest.h>

#include "abi/callback.h"
#include "abi/client.h"
#include "abi/gate.h"

namespace offline::abi {
namespace {

TEST(Unload, LeavesAnObjectThatIsStillHeldInService) {
    const Library loaded;
    const auto manager = loaded.create(fresh_name());
    loaded.free();
    Callback callback;
    const auto token = advise(*manager, callback);
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_TRUE(callback.returns(3));
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(callback.heard(), "123>1");
    EXPECT_EQ(references_of(*manager), 1u);
}

TEST(Unload, InMidTransitionLetsTheNotificationsGoOn) {
    const Library loaded;
    const auto manager = loaded.create(fresh_name());
    Gate gate;
    Callback callback([&](const auto&) { gate.wait(); });
    const auto token = advise(*manager, callback);
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(callback.begins(1));
    loaded.free();
    gate.open();
    EXPECT_TRUE(callback.returns(3));
    EXPECT_EQ(manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(callback.references(), 1u);
}

TEST(Unload, AndLoadedAgainTheProfilesAreAsTheyWere) {
    const auto name = fresh_name();
    const Library first;
    EXPECT_EQ(set_and_wait(*first.create(name), offline_state), S_OK);
    first.free();
    const Library second;
    const auto again = second.open(name);
    ASSERT_TRUE(again);
    EXPECT_EQ(state_of(*again), offline_state);
    second.free();
}

// ---- Zarafa's client ----

TEST(ZarafasClient, UsesTheInterfaceAfterItHasFreedTheLibrary) {
    const Library loaded;
    const auto name = fresh_name();
    loaded.create(name);
    auto manager = loaded.open(name);
    ASSERT_TRUE(manager);
    auto* const object = static_cast<IMAPIOffline*>(face_of(*manager, IID_IMAPIOffline));
    ASSERT_TRUE(object);
    manager.reset();
    loaded.free();
    EXPECT_EQ(state_of(*object), online_state);
    EXPECT_EQ(set_and_wait(*object, offline_state), S_OK);
    EXPECT_EQ(state_of(*object), offline_state);
    EXPECT_EQ(object->Release(), 0u);
}

// ---- The published add-in ----

class PublishedAddIn : public testing::Test {
protected:
    void SetUp() override {
        const Library loaded;
        loaded.create(profile_);
        loaded.free();
    }

    // What it does for every question: it loads the library, opens the profile, asks, and lets all go.
    template <class Question>
    auto ask(Question question) {
        const Library loaded;
        auto manager = loaded.open(profile_);
        auto answer = question(*manager);
        manager.reset();
        loaded.free();
        return answer;
    }

    // The same, with the object kept.
    Manager keep() {
        return ask([](auto& manager) {
            manager.AddRef();
            return Manager(&manager);
        });
    }

    const std::wstring profile_ = fresh_name();
};

TEST_F(PublishedAddIn, FindsWhatItSetWhenItOpensAgain) {
    EXPECT_EQ(ask(state_of), online_state);
    EXPECT_EQ(ask([](auto& manager) { return set_and_wait(manager, offline_state); }), S_OK);
    EXPECT_EQ(ask(state_of), offline_state);
}

TEST_F(PublishedAddIn, MayUnadviseThoughItNeverRegistered) {
    EXPECT_EQ(ask([](auto& manager) { return manager.Unadvise(0, 0); }), S_OK);
}

TEST_F(PublishedAddIn, HearsOfAChangeThatItBeganThroughAnotherOpening) {
    Callback callback; // which it never releases
    callback.AddRef();
    const auto registered = keep();
    const auto token = advise(*registered, callback);
    EXPECT_EQ(ask([](auto& manager) { return set(manager, offline_state); }), S_OK);
    EXPECT_TRUE(callback.returns(3));
    EXPECT_EQ(registered->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(callback.references(), 2u) << "only the registration's own goes";
}

// Waits until what it has left behind has come to its end.
bool comes_offline(IMAPIOfflineMgr& manager) {
    Callback callback;
    const auto token = advise(manager, callback);
    const bool came = state_of(manager) == offline_state || callback.begins(2);
    manager.Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
    return came && state_of(manager) == offline_state;
}

TEST_F(PublishedAddIn, MayFreeTheLibraryRightAfterReleaseInMidTransition) {
    Callback callback;
    Gate gate;
    Callback of_another_client([&](const auto&) { gate.wait(); });
    const auto another_client = keep();
    const auto its_token = advise(*another_client, of_another_client);
    EXPECT_EQ(ask([&](auto& manager) {
                  const auto token = advise(manager, callback);
                  const auto began = set(manager, offline_state);
                  EXPECT_TRUE(of_another_client.begins(1));
                  manager.Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
                  return began;
              }),
              S_OK);
    EXPECT_EQ(callback.references(), 1u);
    gate.open();
    EXPECT_TRUE(of_another_client.returns(3));
    EXPECT_EQ(state_of(*another_client), offline_state);
    another_client->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, its_token);
}

TEST_F(PublishedAddIn, MayFreeTheLibraryInMidTransitionWithoutUnadvise) {
    Callback callback;
    EXPECT_EQ(ask([&](auto& manager) {
                  advise(manager, callback);
                  return set(manager, offline_state);
              }),
              S_OK);
    EXPECT_EQ(callback.references(), 1u) << "the last Release ends the registrations that are left";
    EXPECT_TRUE(ask([](auto& manager) { return comes_offline(manager); }));
}

} // namespace
} // namespace offline::abi
