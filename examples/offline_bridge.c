#include "offline_bridge.h"

#include <mapioffline.h>
#include <stdlib.h>

struct OfflineBridge {
    IMAPIOfflineNotify callback; // first: the runtime's pointer to it is a pointer to the whole
    IMAPIOfflineMgr* profile;
    ULONG token;
    OfflineBridgeTold* told;
    void* context;
};

static HRESULT STDMETHODCALLTYPE query_interface(IMAPIOfflineNotify* This, REFIID riid, void** face) {
    const int known = IsEqualIID(riid, &IID_IUnknown) || IsEqualIID(riid, &IID_IMAPIOfflineNotify);
    *face = known ? This : NULL;
    return known ? S_OK : E_NOINTERFACE;
}

// It lives until offline_bridge_close, whose Unadvise waits for the last call: there is nothing to count.
static ULONG STDMETHODCALLTYPE count_nothing(IMAPIOfflineNotify* This) {
    (void)This;
    return 1;
}

static void STDMETHODCALLTYPE notify(IMAPIOfflineNotify* This, const MAPIOFFLINE_NOTIFY* notice) {
    const OfflineBridge* const bridge = (const OfflineBridge*)This;
    if (notice->NotifyType == MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE &&
        notice->Info.StateChange.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK)
        bridge->told(bridge->context, notice->Info.StateChange.ulStateNew == MAPIOFFLINE_STATE_ONLINE);
}

static const IMAPIOfflineNotifyVtbl methods = {query_interface, count_nothing, count_nothing, notify};

OfflineBridge* offline_bridge_open(const wchar_t* profile, OfflineBridgeTold* told, void* context) {
    OfflineBridge* const bridge = calloc(1, sizeof *bridge);
    if (!bridge)
        return NULL;
    bridge->callback.lpVtbl = &methods;
    bridge->told = told;
    bridge->context = context;

    MAPIOFFLINE_CREATEINFO wanted = {
        .ulSize = sizeof wanted, .pwszProfileName = profile, .pGUID = &GUID_GlobalState};
    MAPIOFFLINE_ADVISEINFO registration = {
        .ulSize = sizeof registration,
        .CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,
        .pCallback = (IUnknown*)&bridge->callback,
        .ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE,
        .ulStateMask = MAPIOFFLINE_STATE_ALL,
    };
    if (SUCCEEDED(HrCreateOfflineObj(0, &wanted, &bridge->profile)) &&
        SUCCEEDED(IMAPIOfflineMgr_Advise(bridge->profile, MAPIOFFLINE_ADVISE_DEFAULT, &registration,
                                         &bridge->token)))
        return bridge;
    if (bridge->profile)
        IMAPIOfflineMgr_Release(bridge->profile);
    free(bridge);
    return NULL;
}

int offline_bridge_is_online(OfflineBridge* bridge) {
    ULONG state = 0;
    IMAPIOfflineMgr_GetCurrentState(bridge->profile, &state);
    return state == MAPIOFFLINE_STATE_ONLINE;
}

int offline_bridge_wish(OfflineBridge* bridge, int online) {
    return (int)IMAPIOfflineMgr_SetCurrentState(
        bridge->profile, MAPIOFFLINE_FLAG_BLOCK, MAPIOFFLINE_STATE_OFFLINE_MASK,
        online ? MAPIOFFLINE_STATE_ONLINE : MAPIOFFLINE_STATE_OFFLINE, NULL);
}

void offline_bridge_close(OfflineBridge* bridge) {
    IMAPIOfflineMgr_Unadvise(bridge->profile, MAPIOFFLINE_UNADVISE_DEFAULT, bridge->token);
    IMAPIOfflineMgr_Release(bridge->profile);
    free(bridge);
}
