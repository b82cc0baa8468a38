#include "com/offline_manager.h"

#include <cstdint>
#include <string>
#include <utility>

#include "com/callback_sink.h"
#include "com/guarded.h"
#include "com/offline_object.h"

namespace offline::com {
namespace {

using base::Code;

// Clients in C can pass a null reference. The compiler believes in none, so it is not shown where this one
// comes from.
bool is_null(REFIID id) {
    const void* volatile const where = &id;
    return where == nullptr;
}

// The dispatcher writes the token in one piece, which takes a place made for it.
const char* fault_of(const ULONG* token) {
    if (!token)
        return "pulAdviseToken is null";
    if (reinterpret_cast<std::uintptr_t>(token) % alignof(ULONG) != 0)
        return "pulAdviseToken is not aligned";
    return nullptr;
}

// What is wrong with a registration, naming the member; null where nothing is.
const char* fault_of(ULONG flags, const MAPIOFFLINE_ADVISEINFO* info) {
    if (flags != MAPIOFFLINE_ADVISE_DEFAULT)
        return "ulFlags must be MAPIOFFLINE_ADVISE_DEFAULT";
    if (!info)
        return "pAdviseInfo is null";
    if (info->ulSize != sizeof *info)
        return "ulSize is not the size of MAPIOFFLINE_ADVISEINFO";
    if (info->CallbackType != MAPIOFFLINE_CALLBACK_TYPE_NOTIFY)
        return "CallbackType must be MAPIOFFLINE_CALLBACK_TYPE_NOTIFY";
    if (info->ulAdviseTypes != MAPIOFFLINE_ADVISE_TYPE_STATECHANGE)
        return "ulAdviseTypes must be MAPIOFFLINE_ADVISE_TYPE_STATECHANGE";
    if (info->ulStateMask != MAPIOFFLINE_STATE_ALL)
        return "ulStateMask must be MAPIOFFLINE_STATE_ALL";
    if (!info->pCallback)
        return "pCallback is null";
    return nullptr;
}

const char* fault_of(ULONG flags, ULONG mask, ULONG state, const void* reserved) {
    if ((flags & ~static_cast<ULONG>(MAPIOFFLINE_FLAG_BLOCK)) != 0)
        return "ulFlags has unknown bits";
    if (mask != MAPIOFFLINE_STATE_OFFLINE_MASK)
        return "ulMask must be MAPIOFFLINE_STATE_OFFLINE_MASK";
    if (state != MAPIOFFLINE_STATE_OFFLINE && state != MAPIOFFLINE_STATE_ONLINE)
        return "ulState must be OFFLINE or ONLINE";
    if (reserved)
        return "pReserved must be null";
    return nullptr;
}

ComPointer<IMAPIOfflineNotify> notify_of(IUnknown& callback) {
    void* found = nullptr;
    if (FAILED(callback.QueryInterface(IID_IMAPIOfflineNotify, &found)))
        return {};
    return ComPointer<IMAPIOfflineNotify>::adopt(static_cast<IMAPIOfflineNotify*>(found));
}

} // namespace

OfflineManager::OfflineManager(OfflineObject& object, IUnknown* outer)
    : object_(object), outer_(outer), state_(&object.node()->published_state()) {}

HRESULT OfflineManager::QueryInterface(REFIID riid, void** ppvObject) {
    return guarded("QueryInterface", ppvObject, [&]() -> HRESULT {
        if (!ppvObject)
            return refuse("QueryInterface", Code::null_pointer, "ppvObject is null");
        if (is_null(riid))
            return refuse("QueryInterface", Code::null_pointer, "riid is null");
        return outer_ ? outer_->QueryInterface(riid, ppvObject) : object_.query(riid, ppvObject);
    });
}

ULONG OfflineManager::AddRef() { return outer_ ? outer_->AddRef() : object_.add_reference(); }

ULONG OfflineManager::Release() { return outer_ ? outer_->Release() : object_.release(); }

HRESULT OfflineManager::SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState, void* pReserved) {
    return guarded("SetCurrentState", [&]() -> HRESULT {
        if (const auto* fault = fault_of(ulFlags, ulMask, ulState, pReserved))
            return refuse("SetCurrentState", Code::invalid_argument, fault);
        using Wait = engine::ProfileState::Wait;
        const auto wait = (ulFlags & MAPIOFFLINE_FLAG_BLOCK) != 0 ? Wait::yes : Wait::no;
        const auto done = object_.profile().wish(*object_.node(), static_cast<State>(ulState), wait);
        if (done)
            return S_OK;
        const auto& [code, why] = done.error();
        return refuse("SetCurrentState", code, code == Code::no_support ? "ulState: " + why : why);
    });
}

HRESULT OfflineManager::GetCapabilities(ULONG* pulCapabilities) {
    return guarded("GetCapabilities", pulCapabilities, [&]() -> HRESULT {
        if (!pulCapabilities)
            return refuse("GetCapabilities", Code::invalid_argument, "pulCapabilities is null");
        const auto [offline, online] = object_.node()->capabilities();
        *pulCapabilities =
            (offline ? MAPIOFFLINE_CAPABILITY_OFFLINE : 0u) | (online ? MAPIOFFLINE_CAPABILITY_ONLINE : 0u);
        return S_OK;
    });
}

// Two loads and a store, in any thread and in any process: nothing here can wait.
HRESULT OfflineManager::GetCurrentState(ULONG* pulState) {
    if (!pulState)
        return guarded("GetCurrentState",
                       [] { return refuse("GetCurrentState", Code::invalid_argument, "pulState is null"); });
    *pulState = state_->load(std::memory_order_acquire);
    return S_OK;
}

HRESULT OfflineManager::Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo, ULONG* pulAdviseToken) {
    return guarded("Advise", pulAdviseToken, [&]() -> HRESULT {
        if (const auto* fault = fault_of(pulAdviseToken))
            return refuse("Advise", Code::invalid_argument, fault);
        if (const auto* fault = fault_of(ulFlags, pAdviseInfo))
            return refuse("Advise", Code::invalid_argument, fault);
        auto callback = notify_of(*pAdviseInfo->pCallback);
        if (session::in_forked_child())
            return E_UNEXPECTED; // the client has forked in its QueryInterface
        if (!callback)
            return refuse("Advise", Code::no_interface, "pCallback has no IMAPIOfflineNotify");
        session::come_before_the_clients_exit_handlers();
        // What the client's own variable holds by now is the client's affair.
        const auto give = [&](dispatch::Token token) { *pulAdviseToken = static_cast<ULONG>(token); };
        const auto client_token = pAdviseInfo->ulClientToken;
        const auto [token, since] = object_.profile().subscribe<CallbackSink>(
            *object_.node(), &object_, give, std::move(callback), client_token);
        if (token == dispatch::Token::none)
            return refuse("Advise", Code::out_of_memory, "every token has been given away");
        return S_OK;
    });
}

HRESULT OfflineManager::Unadvise(ULONG ulFlags, ULONG ulAdviseToken) {
    return guarded("Unadvise", [&]() -> HRESULT {
        if (ulFlags != MAPIOFFLINE_UNADVISE_DEFAULT)
            log("Unadvise", "ulFlags should be MAPIOFFLINE_UNADVISE_DEFAULT");
        if (!object_.profile().dispatcher().unsubscribe(dispatch::Token{ulAdviseToken}, &object_))
            log("Unadvise",
                "ulAdviseToken " + std::to_string(ulAdviseToken) + " is no registration of this object");
        return S_OK;
    });
}

HRESULT OfflineManager::Placeholder1(void*) { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder2() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder3() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder4() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder5() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder6() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder7() { return MAPI_E_NO_SUPPORT; }

HRESULT OfflineManager::Placeholder8() { return MAPI_E_NO_SUPPORT; }

} // namespace offline::com
