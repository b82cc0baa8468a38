#include "mapi4linux_like.h"
#define ZARAFA_LIKE_NAMESPACE KC
#include "zarafa_like.h"
using namespace KC;
#define MAPIOFFLINE_EXTERNAL_TYPES
#include <mapioffline.h>

HRESULT open(HROPENOFFLINEOBJ* entry, KC::IMAPIOfflineMgr** manager) {
    return entry(0, L"Work", &GUID_GlobalState, nullptr, manager);
}
