#include <chrono>
#include <cstring>
#include <vector>

#include <gtest/gtest.h>

#include "windows/client.h"

using offline::test::Library;
using offline::test::Listener;

namespace {

std::atomic<std::uint64_t> glances{0};

// A wall clock that somebody sets back by a day before each glance at it.
void WINAPI unsteady_clock(FILETIME* time) {
    constexpr std::uint64_t day = 24ULL * 3600 * 10'000'000;
    constexpr std::uint64_t about_2026 = 155'000 * day;
    ULARGE_INTEGER value;
    value.QuadPart = about_2026 - ++glances * day;
    time->dwLowDateTime = value.LowPart;
    time->dwHighDateTime = value.HighPart;
}

// Makes the function begin with a jump to the other one. No table of imports leads to it where it is found by
// name.
void redirect(FARPROC function, void (*other)()) {
    std::vector<unsigned char> jump;
    if (sizeof(void*) == 8)
        jump = {0x48};    // REX.W
    jump.push_back(0xB8); // mov rax, …
    const auto* const target = reinterpret_cast<const unsigned char*>(&other);
    jump.insert(jump.end(), target, target + sizeof other);
    jump.insert(jump.end(), {0xFF, 0xE0}); // jmp rax
    auto* const begin = reinterpret_cast<void*>(function);
    DWORD before = 0;
    ASSERT_TRUE(::VirtualProtect(begin, jump.size(), PAGE_EXECUTE_READWRITE, &before));
    std::memcpy(begin, jump.data(), jump.size());
    ::VirtualProtect(begin, jump.size(), before, &before);
    ::FlushInstructionCache(::GetCurrentProcess(), begin, jump.size());
}

TEST(Clock, ThatSomebodySetsDoesNotMoveADeadline) {
    const Library library;
    for (const auto* wall_clock : {"GetSystemTimeAsFileTime", "GetSystemTimePreciseAsFileTime"}) {
        const auto function = ::GetProcAddress(::GetModuleHandleW(L"kernel32.dll"), wall_clock);
        ASSERT_NE(function, nullptr);
        redirect(function, reinterpret_cast<void (*)()>(&unsteady_clock));
    }

    auto* const object = library.created(L"Clock");
    const HANDLE never = ::CreateEventW(nullptr, TRUE, FALSE, nullptr);
    Listener hangs([&](const MAPIOFFLINE_NOTIFY&) { ::WaitForSingleObject(never, INFINITE); });
    hangs.advise(*object);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_EQ(object->SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                      MAPIOFFLINE_STATE_OFFLINE, nullptr),
              S_OK);
    const auto took = std::chrono::steady_clock::now() - began;
    EXPECT_GE(took, std::chrono::milliseconds(1900));
    EXPECT_LT(took, std::chrono::seconds(10));
    ::SetEvent(never);
}

} // namespace
