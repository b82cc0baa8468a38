#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "com/client.h"
#include "com/home.h"

namespace offline::clients {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr GUID another_guid = {0x01234567, 0x89ab, 0xcdef, {0, 1, 2, 3, 4, 5, 6, 7}};

// What HrOpenOfflineObj gives where it must give no object.
HRESULT refused(ULONG reserved, const wchar_t* name, const GUID* guid, const GUID* reserved_guid = nullptr) {
    // Not null before: the call must make it so.
    auto* manager = reinterpret_cast<IMAPIOfflineMgr*>(&reserved);
    const HRESULT result = HrOpenOfflineObj(reserved, name, guid, reserved_guid, &manager);
    EXPECT_EQ(manager, nullptr);
    return result;
}

HRESULT refused(const std::wstring& name) { return refused(0, name.c_str(), &GUID_GlobalState); }

TEST(Open, RefusesEachBadParameterAndGivesNull) {
    EXPECT_EQ(refused(1, L"Work", &GUID_GlobalState), E_INVALIDARG);
    EXPECT_EQ(refused(0, nullptr, &GUID_GlobalState), E_INVALIDARG);
    EXPECT_EQ(refused(0, L"", &GUID_GlobalState), E_INVALIDARG);
    EXPECT_EQ(refused(0, L"Work", nullptr), E_INVALIDARG);
    EXPECT_EQ(refused(0, L"Work", &GUID_GlobalState, &GUID_GlobalState), E_INVALIDARG);
    EXPECT_EQ(HrOpenOfflineObj(0, L"Work", &GUID_GlobalState, nullptr, nullptr), E_INVALIDARG);
}

TEST(Open, DoesNotFindAProfileThatNobodyKnows) {
    const Home::LogSince since;
    EXPECT_EQ(refused(L"Nobody's"), MAPI_E_NOT_FOUND);
    EXPECT_THAT(since.lines(), HasSubstr("Nobody's"));
}

TEST(Open, DoesNotFindAnotherObjectThanTheGlobalOne) {
    const auto name = fresh_name();
    const auto known = create(name);
    EXPECT_EQ(refused(0, name.c_str(), &another_guid), MAPI_E_NOT_FOUND);
}

TEST(Open, ComparesNamesWithoutRegardToCase) {
    Home::profile("straße.toml", "name = \"Große Straße\"\nendpoints = [\"route:default\"]\n");
    EXPECT_TRUE(open(L"Große Straße"));
    EXPECT_TRUE(open(L"GROßE straße"));
    EXPECT_EQ(open(L"Große Straße"), open(L"große straßE"));
}

TEST(Open, FindsAProfileThatAppearedAfterTheFirstRefusal) {
    EXPECT_EQ(refused(L"Later"), MAPI_E_NOT_FOUND);
    Home::profile("later.toml", "name = \"Later\"\nendpoints = [\"route:default\"]\n");
    EXPECT_TRUE(open(L"Later"));
}

TEST(Open, GivesTheSameObjectTwiceWithAReferenceForEach) {
    const auto name = fresh_name();
    const auto first = create(name);
    const auto second = open(name);
    EXPECT_EQ(first, second);
    first->AddRef();
    EXPECT_EQ(first->Release(), 2u);
}

TEST(Open, StateAndWishOutliveTheLastRelease) {
    const auto name = fresh_name();
    EXPECT_EQ(set_and_wait(*create(name), offline_state), S_OK);
    EXPECT_EQ(state_of(*open(name)), offline_state);
    EXPECT_EQ(set_and_wait(*open(name), online_state), S_OK);
    EXPECT_EQ(state_of(*open(name)), online_state);
}

TEST(Open, ProfilesDoNotShareTheirState) {
    const auto one = fresh_profile();
    const auto other = fresh_profile();
    EXPECT_EQ(set_and_wait(*one, offline_state), S_OK);
    EXPECT_EQ(state_of(*other), online_state);
}

TEST(Open, TakesNamesOfAnyLength) {
    for (const std::size_t length : {1u, 255u, 256u, 100'000u}) {
        const std::wstring name(length, L'ä');
        EXPECT_EQ(refused(name), MAPI_E_NOT_FOUND) << length;
        EXPECT_TRUE(create(name)) << length;
        EXPECT_TRUE(open(name)) << length;
    }
}

TEST(Open, DoesNotFindNamesThatAreNoUnicode) {
    EXPECT_EQ(refused(std::wstring(1, static_cast<wchar_t>(0xD800))), MAPI_E_NOT_FOUND);
    EXPECT_EQ(refused(std::wstring(1, static_cast<wchar_t>(0xDFFF))), MAPI_E_NOT_FOUND);
    EXPECT_EQ(refused(std::wstring(1, static_cast<wchar_t>(0x110000))), MAPI_E_NOT_FOUND);
    EXPECT_EQ(refused(std::wstring(1, static_cast<wchar_t>(-1))), MAPI_E_NOT_FOUND);
}

TEST(Open, TakesNoNameForAPath) {
    Home::profile("target.toml", "name = \"Target\"\nendpoints = [\"route:default\"]\n");
    EXPECT_EQ(refused(L"../profiles/Target"), MAPI_E_NOT_FOUND);
    EXPECT_EQ(refused(L"/etc/passwd"), MAPI_E_NOT_FOUND);
}

TEST(Open, RefusesAProfileWithABadFileAndSaysWhereItIsBad) {
    Home::profile("Broken.toml", "name = \"Broken\"\nendpoints = [\"imap:no slashes\"]\n");
    const Home::LogSince since;
    EXPECT_EQ(refused(L"Broken"), MAPI_E_NOT_FOUND);
    EXPECT_THAT(since.lines(), HasSubstr("Broken.toml:2:"));
}

TEST(Open, LogsOneLineForEachRefusal) {
    const Home::LogSince since;
    EXPECT_EQ(refused(L"Two\nlines"), MAPI_E_NOT_FOUND);
    const auto lines = since.lines();
    EXPECT_EQ(std::ranges::count(lines, '\n'), 1) << lines;
}

TEST(Open, LogsNothingWhereAllIsWell) {
    const auto name = fresh_name();
    const Home::LogSince since;
    EXPECT_TRUE(create(name));
    EXPECT_TRUE(open(name));
    EXPECT_THAT(since.lines(), IsEmpty());
}

} // namespace
} // namespace offline::clients
