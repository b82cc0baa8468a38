#include <functional>

#include <gtest/gtest.h>

#include "com/client.h"

namespace offline::clients {
namespace {

using Spoil = std::function<void(MAPIOFFLINE_CREATEINFO&)>;

MAPIOFFLINE_CREATEINFO creation(const std::wstring& name) {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = name.c_str();
    info.ulCapabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
    info.pGUID = &GUID_GlobalState;
    return info;
}

HRESULT refused(const Spoil& spoil, ULONG flags = 0) {
    const auto name = fresh_name();
    auto info = creation(name);
    spoil(info);
    auto* manager = reinterpret_cast<IMAPIOfflineMgr*>(&info);
    const HRESULT result = HrCreateOfflineObj(flags, &info, &manager);
    EXPECT_EQ(manager, nullptr);
    EXPECT_FALSE(open(name)) << "a refused creation left a profile behind";
    return result;
}

TEST(Create, RefusesEachBadParameterOfAGlobalObject) {
    const auto parent = fresh_profile();
    const GUID instance{};
    MAPIOFFLINE_AGGREGATEINFO aggregation{};
    const auto nothing = [](MAPIOFFLINE_CREATEINFO&) {};
    EXPECT_EQ(refused(nothing, 1), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { info.ulSize = 0; }), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { ++info.ulSize; }), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { info.ulCreateFlags = 1; }), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { info.pwszProfileName = nullptr; }), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { info.pwszProfileName = L""; }), E_INVALIDARG);
    EXPECT_EQ(refused([](auto& info) { info.ulCapabilities = 4; }), E_INVALIDARG);
    EXPECT_EQ(refused([&](auto& info) { info.pInstance = &instance; }), E_INVALIDARG);
    EXPECT_EQ(refused([&](auto& info) { info.pParent = parent.get(); }), E_INVALIDARG);
    EXPECT_EQ(refused([&](auto& info) { info.pAggregateInfo = &aggregation; }), E_INVALIDARG);
    EXPECT_EQ(
        refused([](auto& info) { info.pConnectInfo = reinterpret_cast<MAPIOFFLINE_CONNECTINFO*>(&info); }),
        E_INVALIDARG);

    IMAPIOfflineMgr* manager = nullptr;
    EXPECT_EQ(HrCreateOfflineObj(0, nullptr, &manager), E_INVALIDARG);
    auto info = creation(L"Work");
    EXPECT_EQ(HrCreateOfflineObj(0, &info, nullptr), E_INVALIDARG);
}

TEST(Create, MakesAProfileThatStartsOnlineAndStaysKnown) {
    const auto name = fresh_name();
    EXPECT_FALSE(open(name));
    EXPECT_EQ(state_of(*create(name)), online_state);
    EXPECT_TRUE(open(name));
}

TEST(Create, GetsTheGlobalObjectThatIsThere) {
    const auto name = fresh_name();
    const auto first = create(name);
    EXPECT_EQ(create(name), first);
}

TEST(Create, IgnoresTheProvidersOwnCapabilitiesForTheGlobalObject) {
    const auto name = fresh_name();
    auto info = creation(name);
    info.ulCapabilities = 0;
    IMAPIOfflineMgr* manager = nullptr;
    ASSERT_EQ(HrCreateOfflineObj(0, &info, &manager), S_OK);
    const Manager owned(manager);
    ULONG capabilities = 0;
    EXPECT_EQ(manager->GetCapabilities(&capabilities), S_OK);
    EXPECT_EQ(capabilities, 3u);
}

} // namespace
} // namespace offline::clients
