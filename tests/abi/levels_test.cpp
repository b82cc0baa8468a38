// The three levels that the reference describes, as a provider makes them: the profile, a provider, and a
// store of which the offline object is a part.
#include <mutex>

#include <gtest/gtest.h>

#include "abi/callback.h"
#include "abi/client.h"
#include "abi/store.h"

namespace offline::abi {
namespace {

class Levels : public testing::Test {
protected:
    void SetUp() override {
        auto info = creation(name_);
        info.pGUID = &provider_guid;
        info.pParent = profile_.get();
        provider_ = library().create(info);
        ASSERT_TRUE(provider_);
        store_.join(name_, *provider_);
        ASSERT_TRUE(store_.part());
    }

    std::string states() const {
        return states_of({&profile_, &provider_}) + std::to_string(state_of(*store_.part()));
    }

    // Sets the profile; a letter for each level in the order in which they hear of it.
    std::string order_of_starts(ULONG state) {
        std::mutex mutex;
        std::string order;
        const auto noting = [&](char who) {
            return [&, who](const MAPIOFFLINE_NOTIFY& notice) {
                const std::lock_guard lock(mutex);
                if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
                    order += who;
            };
        };
        Callback of_profile(noting('p')), of_provider(noting('r')), of_store(noting('s'));
        const auto in_profile = advise(*profile_, of_profile);
        const auto in_provider = advise(*provider_, of_provider);
        const auto in_store = advise(*store_.part(), of_store);
        EXPECT_EQ(set_and_wait(*profile_, state), S_OK);
        for (const auto* callback : {&of_profile, &of_provider, &of_store}) {
            EXPECT_TRUE(callback->returns(3));
            EXPECT_EQ(callback->heard(), "123>" + std::to_string(state));
        }
        profile_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, in_profile);
        provider_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, in_provider);
        store_.part()->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, in_store);
        return order;
    }

    const std::wstring name_ = fresh_name();
    Manager profile_ = library().create(name_);
    Manager provider_;
    Store store_;
};

TEST_F(Levels, InheritFromAboveAndTouchNothingAbove) {
    EXPECT_EQ(set_and_wait(*store_.part(), offline_state), S_OK);
    EXPECT_EQ(states(), "221");
    EXPECT_EQ(set_and_wait(*profile_, offline_state), S_OK);
    EXPECT_EQ(states(), "111");
    EXPECT_EQ(set_and_wait(*profile_, online_state), S_OK);
    EXPECT_EQ(states(), "221") << "what was asked of the store itself still holds";
    EXPECT_EQ(set_and_wait(*store_.part(), online_state), S_OK);
    EXPECT_EQ(states(), "222");
}

TEST_F(Levels, HearOfALeaveFromTheStoreUpAndOfAReturnFromTheProfileDown) {
    EXPECT_EQ(order_of_starts(offline_state), "srp");
    EXPECT_EQ(order_of_starts(online_state), "prs");
}

TEST_F(Levels, ShowTheWorldOneIdentityOfTheStore) {
    auto* const manager = static_cast<IMAPIOfflineMgr*>(face_of(store_, IID_IMAPIOfflineMgr));
    ASSERT_TRUE(manager);
    EXPECT_EQ(store_.references(), 2u);
    auto* const identity = static_cast<IUnknown*>(face_of(*manager, IID_IUnknown));
    EXPECT_EQ(identity, static_cast<IUnknown*>(&store_));
    auto* const state = static_cast<IMAPIOffline*>(face_of(*manager, IID_IMAPIOffline));
    EXPECT_EQ(face_of(*state, IID_IUnknown), identity);
    EXPECT_EQ(store_.references(), 5u);
    for (int i = 0; i < 4; ++i)
        manager->Release();
    EXPECT_EQ(store_.references(), 1u) << "the part keeps no reference on the whole";
}

TEST_F(Levels, LeaveTheStoreTheCountOfItsPart) {
    auto* const part = store_.part();
    EXPECT_EQ(face_of(*part, IID_IUnknown), static_cast<IUnknown*>(part));
    EXPECT_EQ(part->Release(), 1u);
    EXPECT_EQ(references_of(*part), 1u);
    EXPECT_EQ(store_.references(), 1u);
}

TEST_F(Levels, KeepNoReferenceOnTheirParents) {
    EXPECT_EQ(references_of(*profile_), 1u);
    EXPECT_EQ(references_of(*provider_), 1u);
    provider_.reset();
    EXPECT_EQ(set_and_wait(*profile_, offline_state), S_OK);
    EXPECT_EQ(state_of(*store_.part()), offline_state) << "the level between is kept, if not its object";
}

} // namespace
} // namespace offline::abi
