#include "mapi4linux_like.h"
#include "zarafa_like.h"
#define MAPIOFFLINE_EXTERNAL_TYPES
#include <mapioffline.h>
#include <type_traits>

static_assert(std::has_virtual_destructor_v<IMAPIOfflineMgr>, "it is theirs");

// What their header lacks is ours.
HRESULT open(HROPENOFFLINEOBJ* entry, IMAPIOfflineMgr** manager) {
    return entry(0, L"Work", &GUID_GlobalState, nullptr, manager);
}
