#include <mapioffline.h>

HRESULT open_by(HROPENOFFLINEOBJ* open, LPCWSTR profile, IMAPIOfflineMgr** manager);

HRESULT open_by(HROPENOFFLINEOBJ* open, LPCWSTR profile, IMAPIOfflineMgr** manager) {
    return open(0, profile, &GUID_GlobalState, NULL, manager);
}

HRESULT create_by(HRCREATEOFFLINEOBJ* create, MAPIOFFLINE_CREATEINFO* creation, IMAPIOfflineMgr** manager);

HRESULT create_by(HRCREATEOFFLINEOBJ* create, MAPIOFFLINE_CREATEINFO* creation, IMAPIOfflineMgr** manager) {
    return create(0, creation, manager);
}

HROPENOFFLINEOBJ* exported_open(void);

HROPENOFFLINEOBJ* exported_open(void) { return HrOpenOfflineObj; }

HRCREATEOFFLINEOBJ* exported_create(void);

HRCREATEOFFLINEOBJ* exported_create(void) { return HrCreateOfflineObj; }
