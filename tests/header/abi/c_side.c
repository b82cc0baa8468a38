#define INITGUID
#include "c_side.h"

typedef void (*Slot)(void);

typedef struct Object {
    const Slot* slots;
} Object;

ULONG call_slot(void* object, int slot) {
    Slot method = ((Object*)object)->slots[slot];
    MAPIOFFLINE_ADVISEINFO registration = {0};
    ULONG out = 0;
    void* face = NULL;
    switch (slot) {
    case 0:
        return (ULONG)((HRESULT(*)(void*, REFIID, void**))method)(object, &IID_IUnknown, &face);
    case 1:
    case 2:
        return ((ULONG(*)(void*))method)(object);
    case 3:
        return (ULONG)((HRESULT(*)(void*, ULONG, ULONG, ULONG, void*))method)(object, 1, 2, 3, &out);
    case 4:
    case 5:
        return (ULONG)((HRESULT(*)(void*, ULONG*))method)(object, &out) + out;
    case 6:
        return (ULONG)((HRESULT(*)(void*, void*))method)(object, &out);
    case 7:
        registration.ulClientToken = 5;
        return (ULONG)((HRESULT(*)(void*, ULONG, MAPIOFFLINE_ADVISEINFO*, ULONG*))method)(
            object, 4, &registration, &out);
    case 8:
        return (ULONG)((HRESULT(*)(void*, ULONG, ULONG))method)(object, 6, 7);
    default:
        return (ULONG)((HRESULT(*)(void*))method)(object);
    }
}

typedef struct Listener {
    IMAPIOfflineNotify face;
    CRecord* record;
} Listener;

static CRecord* record_of(IMAPIOfflineNotify* face) { return ((Listener*)face)->record; }

static HRESULT STDMETHODCALLTYPE query_interface(IMAPIOfflineNotify* This, REFIID riid, void** face) {
    if (!IsEqualIID(riid, &IID_IUnknown) && !IsEqualIID(riid, &IID_IMAPIOfflineNotify)) {
        *face = NULL;
        return E_NOINTERFACE;
    }
    IMAPIOfflineNotify_AddRef(This);
    *face = This;
    return S_OK;
}

static ULONG STDMETHODCALLTYPE add_ref(IMAPIOfflineNotify* This) { return ++record_of(This)->references; }

static ULONG STDMETHODCALLTYPE release(IMAPIOfflineNotify* This) { return --record_of(This)->references; }

static void STDMETHODCALLTYPE notify(IMAPIOfflineNotify* This, const MAPIOFFLINE_NOTIFY* notice) {
    ++record_of(This)->calls;
    record_of(This)->last = *notice;
}

IMAPIOfflineNotify* c_listener(CRecord* record) {
    static const IMAPIOfflineNotifyVtbl table = {query_interface, add_ref, release, notify};
    static Listener listener = {{&table}, NULL};
    *record = (CRecord){.references = 1};
    listener.record = record;
    return &listener.face;
}

IMAPIOfflineMgr* c_asks(IMAPIOfflineMgr* manager, ULONG* state) {
    IMAPIOfflineMgr* same = NULL;
    IMAPIOfflineMgr_GetCurrentState(manager, state);
    if (FAILED(IMAPIOfflineMgr_QueryInterface(manager, &IID_IMAPIOfflineMgr, (void**)&same)))
        return NULL;
    IMAPIOfflineMgr_Release(same);
    return same;
}

HRESULT c_registers(IMAPIOfflineMgr* manager, IMAPIOfflineNotify* callback, ULONG client_token) {
    ULONG token = 0;
    MAPIOFFLINE_ADVISEINFO registration = {
        .ulSize = sizeof registration,
        .ulClientToken = client_token,
        .CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,
        .pCallback = (IUnknown*)callback,
        .ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE,
        .ulStateMask = MAPIOFFLINE_STATE_ALL,
    };
    HRESULT result = IMAPIOfflineMgr_Advise(manager, MAPIOFFLINE_ADVISE_DEFAULT, &registration, &token);
    return FAILED(result) ? result : IMAPIOfflineMgr_Unadvise(manager, MAPIOFFLINE_UNADVISE_DEFAULT, token);
}

const GUID* guid_global_state_in_c(void) { return &GUID_GlobalState; }

const GUID* iid_mgr_in_c(void) { return &IID_IMAPIOfflineMgr; }
