// A program that is built without the library has to have the GUIDs itself: here they are.
#define INITGUID
#include "abi/client.h"

#include <atomic>
#include <stdexcept>

#include "abi/library.h"

namespace offline::abi {

namespace {

void* loaded() {
    if (!path_of_library)
        throw std::runtime_error("name the library to test as the last argument, or in MAPIOFFLINE_LIBRARY");
    void* const handle = library_load(path_of_library);
    if (!handle)
        throw std::runtime_error(std::string("cannot load ") + path_of_library);
    return handle;
}

} // namespace

const char* path_of_library = nullptr;

Library::Library()
    : handle(loaded()),
      hr_open(reinterpret_cast<HROPENOFFLINEOBJ*>(library_function(handle, names_of_open[0]))),
      hr_create(reinterpret_cast<HRCREATEOFFLINEOBJ*>(library_function(handle, names_of_create[0]))) {
    if (!hr_open || !hr_create)
        throw std::runtime_error("no Offline State API in " + std::string(path_of_library));
}

void Library::free() const { library_free(handle); }

Manager Library::open(const std::wstring& profile) const {
    IMAPIOfflineMgr* manager = nullptr;
    hr_open(0, profile.c_str(), &GUID_GlobalState, nullptr, &manager);
    return Manager(manager);
}

Manager Library::create(MAPIOFFLINE_CREATEINFO info) const {
    IMAPIOfflineMgr* manager = nullptr;
    hr_create(0, &info, &manager);
    return Manager(manager);
}

Manager Library::create(const std::wstring& profile) const { return create(creation(profile)); }

const Library& library() {
    static const Library loaded;
    return loaded;
}

MAPIOFFLINE_CREATEINFO creation(const std::wstring& profile) {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = profile.c_str();
    info.ulCapabilities = both_capabilities;
    info.pGUID = &GUID_GlobalState;
    return info;
}

std::wstring fresh_name() {
    static std::atomic<int> count = 0;
    return L"Outside " + std::to_wstring(++count);
}

MAPIOFFLINE_ADVISEINFO registration(IUnknown& callback, ULONG client_token) {
    return {sizeof(MAPIOFFLINE_ADVISEINFO),      client_token,
            MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,    &callback,
            MAPIOFFLINE_ADVISE_TYPE_STATECHANGE, MAPIOFFLINE_STATE_ALL};
}

ULONG advise(IMAPIOfflineMgr& manager, IUnknown& callback, ULONG client_token) {
    auto info = registration(callback, client_token);
    ULONG token = 0;
    manager.Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token);
    return token;
}

HRESULT set(IMAPIOffline& object, ULONG state) {
    return object.SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
}

HRESULT set_and_wait(IMAPIOffline& object, ULONG state) {
    return object.SetCurrentState(MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK, state, nullptr);
}

ULONG state_of(IMAPIOffline& object) {
    ULONG state = 0;
    object.GetCurrentState(&state);
    return state;
}

std::string states_of(const std::vector<const Manager*>& objects) {
    std::string digits;
    for (const auto* object : objects)
        digits += std::to_string(state_of(**object));
    return digits;
}

void* face_of(IUnknown& object, REFIID id) {
    void* face = nullptr;
    object.QueryInterface(id, &face);
    return face;
}

ULONG references_of(IUnknown& object) {
    object.AddRef();
    return object.Release();
}

} // namespace offline::abi
