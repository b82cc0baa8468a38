#define CINTERFACE
#include <mapioffline.h>

ULONG let_go(IMAPIOfflineMgr* manager, ULONG token) {
    manager->lpVtbl->Unadvise(manager, MAPIOFFLINE_UNADVISE_DEFAULT, token);
    return IMAPIOfflineMgr_Release(manager);
}
