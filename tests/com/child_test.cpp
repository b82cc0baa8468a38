// Providers and stores under a profile's global object: made by HrCreateOfflineObj, seen by the published API
// alone.
#include <mutex>
#include <string>

#include <gtest/gtest.h>

#include "com/children.h"
#include "com/listener.h"

namespace offline::clients {
namespace {

TEST(Child, InheritsTheChangesOfThoseAboveItAndTouchesNone) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto provider = child(name, {.guid = &provider_guid, .parent = global.get()});
    const auto store = child(name, {.parent = provider.get()});
    ASSERT_TRUE(provider && store);
    EXPECT_EQ(set_and_wait(*store, offline_state), S_OK);
    EXPECT_EQ(states_of({&global, &provider, &store}), "221");
    EXPECT_EQ(set_and_wait(*store, online_state), S_OK);
    EXPECT_EQ(set_and_wait(*provider, offline_state), S_OK);
    EXPECT_EQ(states_of({&global, &provider, &store}), "211");
    EXPECT_EQ(set_and_wait(*global, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*global, online_state), S_OK);
    EXPECT_EQ(states_of({&global, &provider, &store}), "211") << "its own wish holds";
    EXPECT_EQ(set_and_wait(*provider, online_state), S_OK);
    EXPECT_EQ(states_of({&global, &provider, &store}), "222");
}

TEST(Child, WithoutAParentHangsUnderTheProfilesGlobalObject) {
    const auto name = fresh_name();
    const auto store = child(name, {});
    ASSERT_TRUE(store);
    EXPECT_EQ(set_and_wait(*open(name), offline_state), S_OK);
    EXPECT_EQ(state_of(*store), offline_state);
}

TEST(Child, BeginsAsTheOneAboveItIs) {
    const auto name = fresh_name();
    const auto global = create(name);
    EXPECT_EQ(set_and_wait(*global, offline_state), S_OK);
    EXPECT_EQ(state_of(*child(name, {})), offline_state);
}

TEST(Child, AskedToComeOnlineWhileItsParentIsOfflineKeepsTheWishForLater) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto store = child(name, {});
    EXPECT_EQ(set_and_wait(*store, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*global, offline_state), S_OK);
    EXPECT_EQ(set(*store, online_state), S_OK);
    EXPECT_EQ(state_of(*store), offline_state);
    EXPECT_EQ(set_and_wait(*store, online_state), MAPI_E_OFFLINE);
    EXPECT_EQ(set_and_wait(*global, online_state), S_OK);
    EXPECT_EQ(state_of(*store), online_state);
}

TEST(Child, IsBoundByItsCapabilities) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto archive = child(name, {.capabilities = 0});
    const auto one_way = child(name, {.capabilities = MAPIOFFLINE_CAPABILITY_OFFLINE});
    ULONG capabilities = 7;
    EXPECT_EQ(archive->GetCapabilities(&capabilities), S_OK);
    EXPECT_EQ(capabilities, 0u);
    EXPECT_EQ(set(*archive, offline_state), MAPI_E_NO_SUPPORT);
    EXPECT_EQ(set_and_wait(*global, offline_state), S_OK);
    EXPECT_EQ(states_of({&archive, &one_way}), "21") << "a local archive stays online";
    EXPECT_EQ(set_and_wait(*global, online_state), S_OK);
    EXPECT_EQ(states_of({&archive, &one_way}), "21") << "it cannot return";
    EXPECT_EQ(set(*one_way, online_state), MAPI_E_NO_SUPPORT);
}

TEST(Child, AnyChangeOfTheProfileMakesEveryOtherWishPending) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto one = child(name, {});
    const auto other = child(name, {});
    Gate gate;
    Listener listener([&](auto&) { gate.pass(); });
    const auto token = advise(*one, listener);
    ASSERT_EQ(set(*one, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    EXPECT_EQ(set(*other, offline_state), E_PENDING);
    EXPECT_EQ(set_and_wait(*global, offline_state), E_PENDING);
    gate.open();
    EXPECT_TRUE(listener.returns(3));
    EXPECT_EQ(unadvise(*one, token), S_OK);
    EXPECT_EQ(state_of(*other), online_state);
}

// In START a level waits for the one before to return; of the other phases tests/dispatch tells, where no
// thread can be held up between its turn and its call.
TEST(Child, IsToldBeforeThoseAboveItGoingOfflineAndAfterThemGoingOnline) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto provider = child(name, {.guid = &provider_guid, .parent = global.get()});
    const auto store = child(name, {.parent = provider.get()});
    std::mutex mutex;
    std::string order;
    const auto note = [&](char who) {
        return [&, who](const MAPIOFFLINE_NOTIFY& notice) {
            if (notice.NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
                return;
            const std::lock_guard lock(mutex);
            order += who;
        };
    };
    Listener of_global(note('g')), of_provider(note('p')), of_store(note('s'));
    advise(*global, of_global);
    advise(*provider, of_provider);
    advise(*store, of_store);
    EXPECT_EQ(set_and_wait(*global, offline_state), S_OK);
    EXPECT_EQ(set_and_wait(*global, online_state), S_OK);
    EXPECT_EQ(order, "spggps");
    for (const auto* listener : {&of_global, &of_provider, &of_store})
        EXPECT_EQ(listener->heard().size(), 6u);
}

TEST(Child, IsTheSameObjectEachTimeThatItsGuidAndInstanceAreAskedFor) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto first = child(name, {.guid = &provider_guid, .instance = &instance_a});
    EXPECT_EQ(child(name, {.guid = &provider_guid, .instance = &instance_a}), first);
    EXPECT_EQ(child(name, {.guid = &provider_guid, .instance = &instance_a, .parent = global.get()}), first);
    EXPECT_NE(child(name, {.guid = &provider_guid, .instance = &instance_b}), first);
    EXPECT_NE(child(name, {.guid = &provider_guid}), first);
    EXPECT_NE(child(name, {.instance = &instance_a}), child(name, {.instance = &instance_a}))
        << "without a GUID it is a new one each time";
    EXPECT_NE(child(fresh_name(), {.guid = &provider_guid, .instance = &instance_a}), first);
}

TEST(Child, ThatExistsIsRefusedToWhoeverWantsItOtherwise) {
    const auto name = fresh_name();
    const auto global = create(name);
    const auto first = child(name, {.guid = &provider_guid});
    const auto parent = child(name, {});
    Outer outer;
    EXPECT_EQ(refused(name, {.guid = &provider_guid, .capabilities = 1}), E_INVALIDARG);
    EXPECT_EQ(refused(name, {.guid = &provider_guid, .parent = parent.get()}), E_INVALIDARG);
    EXPECT_EQ(refused(name, {.guid = &provider_guid, .outer = &outer}), E_INVALIDARG);
}

TEST(Child, OfAStrangeParentIsRefusedWithoutACall) {
    const auto name = fresh_name();
    const auto elsewhere = fresh_profile();
    EXPECT_EQ(refused(name, {.parent = elsewhere.get()}), E_INVALIDARG);
    alignas(IMAPIOfflineMgr) char stranger[sizeof(IMAPIOfflineMgr)] = {}; // whoever calls it, crashes
    EXPECT_EQ(refused(name, {.parent = reinterpret_cast<IMAPIOfflineMgr*>(stranger)}), E_INVALIDARG);
    EXPECT_FALSE(open(name)) << "a refused creation left a profile behind";
}

TEST(Child, HoldsItsParentsStateAndNoReferenceOnIt) {
    const auto name = fresh_name();
    auto provider = child(name, {.guid = &provider_guid});
    const auto store = child(name, {.parent = provider.get()});
    EXPECT_EQ(set_and_wait(*provider, offline_state), S_OK);
    EXPECT_EQ(provider.release()->Release(), 0u);
    EXPECT_EQ(state_of(*store), offline_state);
    const auto again = child(name, {.guid = &provider_guid});
    EXPECT_EQ(state_of(*again), offline_state) << "the same one: a child has kept it";
    EXPECT_EQ(set_and_wait(*again, online_state), S_OK);
    EXPECT_EQ(state_of(*store), online_state);
}

TEST(Child, EndsWithItsLastReference) {
    const auto name = fresh_name();
    const auto global = create(name);
    auto provider = child(name, {.guid = &provider_guid});
    EXPECT_EQ(set_and_wait(*provider, offline_state), S_OK);
    provider.reset();
    EXPECT_EQ(state_of(*child(name, {.guid = &provider_guid})), online_state)
        << "a new one, with a wish of its own";
}

TEST(Child, RefusesBadMembersOfItsAggregation) {
    const auto name = fresh_name();
    Outer outer;
    EXPECT_EQ(refused(name, {.outer = &outer, .aggregate_size = 1}), E_INVALIDARG);
    EXPECT_EQ(refused(name, {.outer = &outer, .reference_root = &outer}), E_INVALIDARG);
    MAPIOFFLINE_AGGREGATEINFO nobody{sizeof nobody, nullptr, nullptr};
    auto info = creation(name, {});
    info.pAggregateInfo = &nobody;
    IMAPIOfflineMgr* manager = nullptr;
    EXPECT_EQ(HrCreateOfflineObj(0, &info, &manager), E_INVALIDARG);
    EXPECT_EQ(outer.references(), 1u);
}

} // namespace
} // namespace offline::clients
