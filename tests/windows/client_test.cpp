#include <gtest/gtest.h>
#include <winsock2.h>

#include "windows/client.h"

using offline::test::Library;
using offline::test::Listener;

namespace {

constexpr ULONG online = MAPIOFFLINE_STATE_ONLINE;
constexpr ULONG offline_state = MAPIOFFLINE_STATE_OFFLINE;

HRESULT set(IMAPIOfflineMgr& object, ULONG flags, ULONG state) {
    return object.SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
}

ULONG state_of(IMAPIOfflineMgr& object) {
    ULONG state = 0;
    EXPECT_EQ(object.GetCurrentState(&state), S_OK);
    return state;
}

TEST(Dll, GivesBothNamesOfBothFunctionsOnBothWidths) {
    const Library library;
    EXPECT_NE(library.find("HrOpenOfflineObj"), nullptr);
    EXPECT_EQ(library.find("HrOpenOfflineObj"), library.find("HrOpenOfflineObj@20"));
    EXPECT_NE(library.find("HrCreateOfflineObj"), nullptr);
    EXPECT_EQ(library.find("HrCreateOfflineObj"), library.find("HrCreateOfflineObj@12"));
}

TEST(Dll, DoesNotBeginWinsockWhileItIsLoaded) {
    const Library library;
    EXPECT_EQ(::socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
    EXPECT_EQ(::WSAGetLastError(), WSANOTINITIALISED);
    library.created(L"Winsock")->Release();
    EXPECT_NE(::socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
}

TEST(Dll, DoesNotKnowAProfileThatNobodyMade) {
    const Library library;
    EXPECT_EQ(library.opened(L"nobody's"), nullptr);
}

TEST(Dll, OpensWhatWasCreatedWithoutRegardToCase) {
    const Library library;
    auto* const made = library.created(L"\u00c4rger");
    auto* const found = library.opened(L"\u00e4RGER");
    EXPECT_EQ(made, found);
    made->Release();
    found->Release();
}

TEST(Dll, TakesAWishAndTellsTheThreePhasesOfIt) {
    const Library library;
    Listener listener;
    auto* const object = library.created(L"Phases");
    const ULONG token = listener.advise(*object, 42);
    EXPECT_NE(token, 0U);
    EXPECT_EQ(set(*object, MAPIOFFLINE_FLAG_BLOCK, offline_state), S_OK);
    EXPECT_EQ(state_of(*object), offline_state);
    ASSERT_TRUE(listener.told(3));
    ULONG phase = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START;
    for (const auto& notice : listener.all()) {
        EXPECT_EQ(notice.ulSize, sizeof notice);
        EXPECT_EQ(notice.NotifyType, phase++);
        EXPECT_EQ(notice.ulClientToken, 42U);
        EXPECT_EQ(notice.Info.StateChange.ulMask, ULONG{MAPIOFFLINE_STATE_OFFLINE_MASK});
        EXPECT_EQ(notice.Info.StateChange.ulStateOld, online);
        EXPECT_EQ(notice.Info.StateChange.ulStateNew, offline_state);
    }
    for (const DWORD thread : listener.threads())
        EXPECT_NE(thread, ::GetCurrentThreadId());
    EXPECT_EQ(object->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(listener.references(), 1U);
    object->Release();
}

TEST(Dll, TellsNobodyAfterUnadvise) {
    const Library library;
    Listener gone;
    Listener stays;
    auto* const object = library.created(L"Left");
    const ULONG token = gone.advise(*object);
    stays.advise(*object);
    EXPECT_EQ(object->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token), S_OK);
    EXPECT_EQ(set(*object, MAPIOFFLINE_FLAG_BLOCK, offline_state), S_OK);
    ASSERT_TRUE(stays.told(3));
    EXPECT_TRUE(gone.all().empty());
    object->Release();
}

TEST(Dll, AnswersPendingInsideACallback) {
    const Library library;
    auto* const object = library.created(L"Pending");
    HRESULT inside = S_OK;
    Listener listener([&](const MAPIOFFLINE_NOTIFY& notice) {
        if (notice.NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START)
            inside = set(*object, MAPIOFFLINE_FLAG_BLOCK, online);
    });
    listener.advise(*object);
    EXPECT_EQ(set(*object, MAPIOFFLINE_FLAG_BLOCK, offline_state), S_OK);
    EXPECT_EQ(inside, E_PENDING);
    object->Release();
}

TEST(Dll, GoesOnWithoutAThreadThatAClientEnds) {
    const Library library;
    auto* const object = library.created(L"Without");
    auto* const ends = new Listener([](const MAPIOFFLINE_NOTIFY&) { ::ExitThread(0); }); // never unregistered
    ends->advise(*object);
    Listener stays;
    stays.advise(*object);
    EXPECT_EQ(set(*object, MAPIOFFLINE_FLAG_BLOCK, offline_state), S_OK);
    EXPECT_EQ(set(*object, MAPIOFFLINE_FLAG_BLOCK, online), S_OK);
    EXPECT_TRUE(stays.told(6));
    EXPECT_EQ(state_of(*object), online);
}

TEST(Dll, RefusesWhatThePagesForbid) {
    const Library library;
    auto* const object = library.created(L"Refused");
    IMAPIOfflineMgr* none = object;
    EXPECT_EQ(library.open()(1, L"Refused", nullptr, nullptr, &none), E_INVALIDARG);
    EXPECT_EQ(none, nullptr);
    EXPECT_EQ(set(*object, 1, online), E_INVALIDARG);
    EXPECT_EQ(object->GetCurrentState(nullptr), E_INVALIDARG);
    EXPECT_EQ(library.create()(0, nullptr, &none), E_INVALIDARG);
    object->Release();
}

TEST(Dll, WritesALineOfLogThatNamesTheMember) {
    const auto file = std::wstring(L"C:\\offlined-log-") + std::to_wstring(::GetCurrentProcessId()) + L".txt";
    ::SetEnvironmentVariableW(L"MAPIOFFLINE_LOG", file.c_str());
    const Library library;
    IMAPIOfflineMgr* none = nullptr;
    EXPECT_EQ(library.open()(1, L"Logged", nullptr, nullptr, &none), E_INVALIDARG);
    const HANDLE handle = ::CreateFileW(file.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                        nullptr, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE, nullptr);
    ASSERT_NE(handle, INVALID_HANDLE_VALUE);
    std::string text(512, '\0');
    DWORD size = 0;
    ::ReadFile(handle, text.data(), static_cast<DWORD>(text.size()), &size, nullptr);
    ::CloseHandle(handle);
    EXPECT_NE(text.find("HrOpenOfflineObj: ulReserved must be 0"), std::string::npos) << text;
}

} // namespace
