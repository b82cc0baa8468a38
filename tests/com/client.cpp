#include "com/client.h"

#include <atomic>
#include <thread>

#include "com/listener.h"

namespace offline::clients {

Manager open(const std::wstring& profile) {
    IMAPIOfflineMgr* manager = nullptr;
    HrOpenOfflineObj(0, profile.c_str(), &GUID_GlobalState, nullptr, &manager);
    return Manager(manager);
}

Manager create(const std::wstring& profile) {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = profile.c_str();
    info.ulCapabilities = MAPIOFFLINE_CAPABILITY_OFFLINE | MAPIOFFLINE_CAPABILITY_ONLINE;
    info.pGUID = &GUID_GlobalState;
    IMAPIOfflineMgr* manager = nullptr;
    HrCreateOfflineObj(0, &info, &manager);
    return Manager(manager);
}

std::wstring fresh_name() {
    static std::atomic<int> count = 0;
    return L"Fresh " + std::to_wstring(++count);
}

Manager fresh_profile() { return create(fresh_name()); }

MAPIOFFLINE_ADVISEINFO registration(IUnknown* callback, ULONG client_token) {
    MAPIOFFLINE_ADVISEINFO info{};
    info.ulSize = sizeof info;
    info.ulClientToken = client_token;
    info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    info.pCallback = callback;
    info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    info.ulStateMask = MAPIOFFLINE_STATE_ALL;
    return info;
}

ULONG advise(IMAPIOfflineMgr& manager, IUnknown& callback, ULONG client_token) {
    auto info = registration(&callback, client_token);
    ULONG token = 0;
    manager.Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token);
    return token;
}

HRESULT unadvise(IMAPIOfflineMgr& manager, ULONG token) {
    return manager.Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
}

ULONG state_of(IMAPIOffline& object) {
    ULONG state = 0;
    object.GetCurrentState(&state);
    return state;
}

bool becomes(IMAPIOfflineMgr& manager, ULONG state) {
    Listener listener;
    const auto token = advise(manager, listener);
    // Whatever happens from here on is heard of, so that each new look follows a notification.
    for (std::size_t calls = 1; state_of(manager) != state && listener.begins(calls); ++calls) {
    }
    unadvise(manager, token);
    return state_of(manager) == state;
}

HRESULT set(IMAPIOffline& object, ULONG state) {
    return object.SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
}

HRESULT set_and_wait(IMAPIOffline& object, ULONG state) {
    return object.SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
}

HRESULT set_once_free(IMAPIOffline& object, ULONG state) {
    HRESULT result = E_PENDING;
    while ((result = set_and_wait(object, state)) == E_PENDING)
        std::this_thread::yield();
    return result;
}

} // namespace offline::clients
