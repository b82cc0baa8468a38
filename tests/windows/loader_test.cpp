#include <string>

#include <gtest/gtest.h>

#include "windows/client.h"

using offline::test::Library;

namespace {

constexpr auto mail = L"Software\\Clients\\Mail";
constexpr auto client = L"offlined test";

void set(const std::wstring& key, const wchar_t* name, const std::wstring& value, DWORD type = REG_SZ) {
    HKEY opened = nullptr;
    ASSERT_EQ(::RegCreateKeyExW(HKEY_LOCAL_MACHINE, key.c_str(), 0, nullptr, 0, KEY_WRITE, nullptr, &opened,
                                nullptr),
              0);
    const auto size = static_cast<DWORD>((value.size() + 1) * sizeof(wchar_t));
    EXPECT_EQ(::RegSetValueExW(opened, name, 0, type, reinterpret_cast<const BYTE*>(value.c_str()), size), 0);
    ::RegCloseKey(opened);
}

std::wstring get(const std::wstring& key, const wchar_t* name) {
    wchar_t value[1024] = {};
    DWORD size = sizeof value;
    ::RegGetValueW(HKEY_LOCAL_MACHINE, key.c_str(), name, RRF_RT_REG_SZ, nullptr, value, &size);
    return value;
}

// What a program that was linked to a stub of MAPI does: the module that is there, else the DLL that the
// machine's mail client names.
HMODULE found_as_stubs_find_it() {
    if (const HMODULE loaded = ::GetModuleHandleW(L"msmapi32.dll"))
        return loaded;
    const auto chosen = get(mail, nullptr);
    const auto path = get(std::wstring(mail) + L"\\" + chosen, L"DllPathEx");
    return path.empty() ? nullptr : ::LoadLibraryW(path.c_str());
}

void expect_that_it_serves(const Library& library) {
    auto* const object = library.created(L"Work");
    ASSERT_NE(object, nullptr);
    ULONG state = 0;
    EXPECT_EQ(object->GetCurrentState(&state), S_OK);
    EXPECT_EQ(state, ULONG{MAPIOFFLINE_STATE_ONLINE});
    object->Release();
}

TEST(Loader, FindsTheModuleThatIsLoaded) {
    const Library loaded;
    const Library found(found_as_stubs_find_it());
    EXPECT_EQ(found.module(), loaded.module());
    expect_that_it_serves(found);
}

TEST(Loader, FindsWhatTheRegistryNamesForTheMailClient) {
    ASSERT_EQ(::GetModuleHandleW(L"msmapi32.dll"), nullptr);
    set(mail, nullptr, client);
    set(std::wstring(mail) + L"\\" + client, L"DllPathEx", LIBRARY);
    const Library found(found_as_stubs_find_it());
    ::RegDeleteTreeW(HKEY_LOCAL_MACHINE, mail);
    ASSERT_NE(found.module(), nullptr);
    EXPECT_EQ(found.module(), ::GetModuleHandleW(L"msmapi32.dll"));
    expect_that_it_serves(found);
}

} // namespace
