// What the tests have written in C, to meet the C++ side over the binary interface alone.
#pragma once
#include <mapioffline.h>

#ifdef __cplusplus
extern "C" {
#endif

// Calls one slot of an object by its number in the table, with arguments that tell the methods apart.
ULONG call_slot(void* object, int slot);

// What the one callback of the C side, with its vtable written by hand, was told.
typedef struct CRecord {
    ULONG references;
    ULONG calls;
    MAPIOFFLINE_NOTIFY last;
} CRecord;

// Gives that callback, which writes to this record from now on.
IMAPIOfflineNotify* c_listener(CRecord* record);

// Gives a manager back as it came, after asking it for its state through the C macros.
IMAPIOfflineMgr* c_asks(IMAPIOfflineMgr* manager, ULONG* state);

// Registers a callback through the C macros and ends the registration again.
HRESULT c_registers(IMAPIOfflineMgr* manager, IMAPIOfflineNotify* callback, ULONG client_token);

// The GUIDs as the C side sees them.
const GUID* guid_global_state_in_c(void);
const GUID* iid_mgr_in_c(void);

#ifdef __cplusplus
}
#endif
