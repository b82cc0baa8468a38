// An offline object as a part of a store: the rules of COM for aggregation.
#include <gtest/gtest.h>

#include "com/children.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

template <class Interface>
Interface* face(IUnknown& object, REFIID id) {
    void* found = nullptr;
    EXPECT_EQ(object.QueryInterface(id, &found), S_OK);
    return static_cast<Interface*>(found);
}

class Aggregation : public testing::Test {
protected:
    void SetUp() override { store_.hold(child(name_, {.outer = &store_})); }

    const std::wstring name_ = fresh_name();
    Manager global_ = create(name_);
    Outer store_;
};

TEST_F(Aggregation, HoldsNoReferenceOnTheOuterObject) { EXPECT_EQ(store_.references(), 1u); }

TEST_F(Aggregation, GivesTheOuterObjectAFaceThatCountsTheInnerAlone) {
    auto& inner = store_.inner();
    EXPECT_EQ(inner.AddRef(), 2u);
    EXPECT_EQ(inner.Release(), 1u);
    EXPECT_EQ(store_.references(), 1u);
    auto* const itself = face<IUnknown>(inner, IID_IUnknown);
    EXPECT_EQ(itself, &inner) << "its IUnknown is itself";
    EXPECT_EQ(itself->Release(), 1u);
}

TEST_F(Aggregation, GivesClientsFacesOfOneIdentityWhichIsTheOuterObjects) {
    for (const auto* id : {&IID_IMAPIOffline, &IID_IMAPIOfflineMgr}) {
        auto* const manager = face<IMAPIOfflineMgr>(store_, *id);
        EXPECT_NE(manager, &store_.inner());
        EXPECT_EQ(store_.references(), 2u);
        auto* const identity = face<IUnknown>(*manager, IID_IUnknown);
        EXPECT_EQ(identity, static_cast<IUnknown*>(&store_));
        EXPECT_EQ(manager->AddRef(), 4u);
        EXPECT_EQ(manager->Release(), 3u);
        identity->Release();
        EXPECT_EQ(manager->Release(), 1u);
    }
}

TEST_F(Aggregation, LeavesBothFacesToSpeakOfTheSameObject) {
    auto* const manager = face<IMAPIOfflineMgr>(store_, IID_IMAPIOfflineMgr);
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(set_and_wait(*global_, offline_state), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(state_of(store_.inner()), offline_state);
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(unadvise(store_.inner(), token), S_OK);
    EXPECT_EQ(listener.references(), 1u);
    manager->Release();
}

TEST_F(Aggregation, LetsEitherFaceBeAParent) {
    auto* const manager = face<IMAPIOfflineMgr>(store_, IID_IMAPIOfflineMgr);
    const auto folder = child(name_, {.parent = manager});
    const auto other = child(name_, {.parent = &store_.inner()});
    EXPECT_EQ(set_and_wait(*manager, offline_state), S_OK);
    EXPECT_EQ(states_of({&folder, &other, &global_}), "112");
    manager->Release();
}

TEST_F(Aggregation, EndsItsRegistrationsWhenTheOuterObjectLetsGoOfIt) {
    Listener listener;
    EXPECT_NE(advise(store_.inner(), listener), 0u);
    store_.let_go().reset();
    EXPECT_EQ(listener.references(), 1u);
    EXPECT_EQ(store_.references(), 1u);
    EXPECT_EQ(set_and_wait(*global_, offline_state), S_OK);
    EXPECT_TRUE(listener.heard().empty());
}

TEST_F(Aggregation, OfAKnownObjectIsRefusedToEverybodyElse) {
    Outer provider;
    provider.hold(child(name_, {.guid = &provider_guid, .outer = &provider}));
    EXPECT_EQ(refused(name_, {.guid = &provider_guid}), E_INVALIDARG);
    EXPECT_EQ(refused(name_, {.guid = &provider_guid, .outer = &store_}), E_INVALIDARG);
    provider.let_go().reset();
    EXPECT_TRUE(child(name_, {.guid = &provider_guid})) << "it has ended, and another may have its name";
}

} // namespace
} // namespace offline::clients
