#include <mapioffline.h>

HRESULT watch(IMAPIOfflineMgr* manager, IMAPIOfflineNotify* callback, ULONG* token);

HRESULT watch(IMAPIOfflineMgr* manager, IMAPIOfflineNotify* callback, ULONG* token) {
    MAPIOFFLINE_ADVISEINFO registration = {0};
    registration.ulSize = sizeof registration;
    registration.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    registration.pCallback = (IUnknown*)callback;
    registration.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    registration.ulStateMask = MAPIOFFLINE_STATE_ALL;
    return IMAPIOfflineMgr_Advise(manager, MAPIOFFLINE_ADVISE_DEFAULT, &registration, token);
}

HRESULT ask(IMAPIOfflineMgr* manager, ULONG* state, ULONG* capabilities);

HRESULT ask(IMAPIOfflineMgr* manager, ULONG* state, ULONG* capabilities) {
    IMAPIOffline* face = NULL;
    HRESULT result = IMAPIOfflineMgr_QueryInterface(manager, &IID_IMAPIOffline, (void**)&face);
    if (FAILED(result))
        return result;
    IMAPIOffline_GetCapabilities(face, capabilities);
    result = IMAPIOffline_GetCurrentState(face, state);
    IMAPIOffline_Release(face);
    return result;
}
