#include <cstdlib>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "windows/client.h"

using offline::test::Library;
using offline::test::Listener;

namespace {

bool is_loaded() { return ::GetModuleHandleW(L"msmapi32.dll") != nullptr; }

HRESULT go_offline(IMAPIOfflineMgr& object, ULONG flags) {
    return object.SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK, MAPIOFFLINE_STATE_OFFLINE, nullptr);
}

void free_for_good(const Library& library) {
    for (int i = 0; i < 3; ++i)
        ::FreeLibrary(library.module());
}

TEST(Unload, LeavesNothingWhereNothingWasAskedOf) {
    const Library library;
    EXPECT_TRUE(is_loaded());
    ::FreeLibrary(library.module());
    EXPECT_FALSE(is_loaded());
}

TEST(Unload, LeavesAnObjectThatIsHeldInWorkingOrder) {
    const Library library;
    auto* const object = library.created(L"Held");
    free_for_good(library);
    EXPECT_TRUE(is_loaded());
    void* face = nullptr;
    EXPECT_EQ(object->QueryInterface(IID_IUnknown, &face), S_OK);
    static_cast<IUnknown*>(face)->Release();
    EXPECT_EQ(go_offline(*object, MAPIOFFLINE_FLAG_BLOCK), S_OK);
    EXPECT_EQ(object->Release(), 0U);
}

TEST(Unload, InTheMiddleOfAChangeLetsItComeToItsEnd) {
    const Library library;
    auto* const object = library.created(L"Freed");
    const HANDLE freed = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    Listener listener([&](const MAPIOFFLINE_NOTIFY&) { ::WaitForSingleObject(freed, INFINITE); });
    listener.advise(*object);
    EXPECT_EQ(go_offline(*object, MAPIOFFLINE_FLAG_DEFAULT), S_OK);
    ASSERT_TRUE(listener.told(1));
    free_for_good(library);
    ::SetEvent(freed);
    EXPECT_TRUE(listener.told(3));
}

// Runs one test of this program in a process of its own; how that ended, or nothing where it did not end.
std::optional<DWORD> status_of(const std::wstring& test) {
    wchar_t self[MAX_PATH];
    ::GetModuleFileNameW(nullptr, self, MAX_PATH);
    auto command =
        L"\"" + std::wstring(self) + L"\" --gtest_also_run_disabled_tests --gtest_filter=Unload." + test;
    STARTUPINFOW start{};
    start.cb = sizeof start;
    PROCESS_INFORMATION child{};
    if (!::CreateProcessW(nullptr, command.data(), nullptr, nullptr, FALSE, 0, nullptr, nullptr, &start,
                          &child))
        return std::nullopt;
    ::CloseHandle(child.hThread);
    const bool ended = ::WaitForSingleObject(child.hProcess, 20'000) == WAIT_OBJECT_0;
    DWORD status = 99;
    ::GetExitCodeProcess(child.hProcess, &status);
    ::CloseHandle(child.hProcess);
    return ended ? std::optional(status) : std::nullopt;
}

TEST(Unload, OfTheProcessInTheMiddleOfAChangeWaitsForNobody) {
    EXPECT_EQ(status_of(L"DISABLED_EndsWhileItIsTold"), 17U);
}

TEST(Unload, OfTheProcessIsWhereMainReturnsWhateverTheThreadsHereDo) {
    for (int i = 0; i < 20; ++i)
        ASSERT_EQ(status_of(L"LeavesAnObjectThatIsHeldInWorkingOrder"), 0U) << "the " << i << "th time";
}

// The child of a test above: it returns from main, so to speak, while a callback hangs for ever.
TEST(Unload, DISABLED_EndsWhileItIsTold) {
    const Library library;
    auto* const object = library.created(L"Ended");
    const HANDLE never = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    auto* const hangs =
        new Listener([&](const MAPIOFFLINE_NOTIFY&) { ::WaitForSingleObject(never, INFINITE); });
    hangs->advise(*object);
    EXPECT_EQ(go_offline(*object, MAPIOFFLINE_FLAG_DEFAULT), S_OK);
    ASSERT_TRUE(hangs->told(1));
    std::exit(17);
}

} // namespace
