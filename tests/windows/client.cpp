#include "windows/client.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace offline::test {
namespace {

constexpr GUID global_state = {0xfbeffd93, 0xb11f, 0x4094, {0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1}};
constexpr IID notify = {0x0317bde5, 0xfc29, 0x44cd, {0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9, 0xec}};
constexpr IID unknown = {0, 0, 0, {0xC0, 0, 0, 0, 0, 0, 0, 0x46}};

template <class Function>
Function* function(void* found) {
    return reinterpret_cast<Function*>(found);
}

} // namespace

Library::Library(const wchar_t* path) : module_(::LoadLibraryW(path)) {
    EXPECT_NE(module_, nullptr) << "LoadLibrary: " << ::GetLastError();
}

void* Library::find(const char* name) const {
    return reinterpret_cast<void*>(::GetProcAddress(module_, name));
}

HROPENOFFLINEOBJ* Library::open() const {
    return function<HROPENOFFLINEOBJ>(find(sizeof(void*) == 4 ? "HrOpenOfflineObj@20" : "HrOpenOfflineObj"));
}

HRCREATEOFFLINEOBJ* Library::create() const {
    return function<HRCREATEOFFLINEOBJ>(
        find(sizeof(void*) == 4 ? "HrCreateOfflineObj@12" : "HrCreateOfflineObj"));
}

IMAPIOfflineMgr* Library::opened(const wchar_t* profile) const {
    IMAPIOfflineMgr* object = nullptr;
    open()(0, profile, &global_state, nullptr, &object);
    return object;
}

IMAPIOfflineMgr* Library::created(const wchar_t* profile) const {
    MAPIOFFLINE_CREATEINFO info = {};
    info.ulSize = sizeof info;
    info.pwszProfileName = profile;
    info.pGUID = &global_state;
    IMAPIOfflineMgr* object = nullptr;
    EXPECT_EQ(create()(0, &info, &object), S_OK);
    return object;
}

Listener::~Listener() {
    if (!object_)
        return;
    object_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token_);
    object_->Release();
}

HRESULT Listener::QueryInterface(REFIID riid, void** ppvObject) {
    const bool known = IsEqualIID(riid, notify) || IsEqualIID(riid, unknown);
    *ppvObject = known ? this : nullptr;
    if (known)
        AddRef();
    return known ? S_OK : E_NOINTERFACE;
}

void Listener::Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) {
    {
        const std::lock_guard lock(mutex_);
        notices_.push_back(*pNotifyInfo);
        threads_.push_back(::GetCurrentThreadId());
    }
    told_.notify_all();
    if (busy_)
        busy_(*pNotifyInfo);
}

bool Listener::told(std::size_t times, std::chrono::seconds limit) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, limit, [&] { return notices_.size() >= times; });
}

std::vector<MAPIOFFLINE_NOTIFY> Listener::all() const {
    const std::lock_guard lock(mutex_);
    return notices_;
}

std::vector<DWORD> Listener::threads() const {
    const std::lock_guard lock(mutex_);
    return threads_;
}

ULONG Listener::advise(IMAPIOfflineMgr& object, ULONG client_token) {
    MAPIOFFLINE_ADVISEINFO info = {};
    info.ulSize = sizeof info;
    info.ulClientToken = client_token;
    info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    info.pCallback = this;
    info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    info.ulStateMask = MAPIOFFLINE_STATE_ALL;
    EXPECT_EQ(object.Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token_), S_OK);
    object_ = &object;
    object_->AddRef();
    return token_;
}

void write_profile(const std::string& name, const std::string& toml) {
    const auto home =
        std::filesystem::temp_directory_path() / ("offlined-" + std::to_string(::GetCurrentProcessId()));
    const auto folder = home / "offlined" / "profiles";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / (name + ".toml")) << toml;
    ::SetEnvironmentVariableW(L"APPDATA", home.c_str());
}

} // namespace offline::test
