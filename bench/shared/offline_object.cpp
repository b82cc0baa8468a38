#include "offline_object.h"

#include <cstdio>
#include <cstdlib>

namespace offline::bench {
namespace {

void demand(const char* what, HRESULT result) {
    if (result == S_OK)
        return;
    std::fprintf(stderr, "bench: %s failed with %#x; set MAPIOFFLINE_LOG=stderr to see why\n", what,
                 static_cast<unsigned>(result));
    std::exit(1);
}

} // namespace

OfflineObject::OfflineObject(const wchar_t* profile) {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = profile;
    info.pGUID = &GUID_GlobalState;
    demand("HrCreateOfflineObj", HrCreateOfflineObj(0, &info, &manager_));
}

OfflineObject::~OfflineObject() { manager_->Release(); }

ULONG OfflineObject::advise(IMAPIOfflineNotify& callback) {
    MAPIOFFLINE_ADVISEINFO info{};
    info.ulSize = sizeof info;
    info.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    info.pCallback = &callback;
    info.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    info.ulStateMask = MAPIOFFLINE_STATE_ALL;
    ULONG token = 0;
    demand("Advise", manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token));
    return token;
}

void OfflineObject::unadvise(ULONG token) {
    demand("Unadvise", manager_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token));
}

void OfflineObject::flip(ULONG flags) {
    ULONG state = 0;
    demand("GetCurrentState", manager_->GetCurrentState(&state));
    demand("SetCurrentState", manager_->SetCurrentState(flags, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                                        state ^ MAPIOFFLINE_STATE_OFFLINE_MASK, nullptr));
}

} // namespace offline::bench
