// A profile's state for a program whose other headers have an IUnknown, a GUID and a ULONG of their own, such
// as mapi4linux. It names no type of either world, so that any file may include it; offline_bridge.c alone
// includes <mapioffline.h>, in C, where an interface is a plain structure and clashes with nobody's class.
#pragma once

#include <wchar.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct OfflineBridge OfflineBridge;

// Told of each change, once the state has changed. Comes on a thread of the runtime.
typedef void OfflineBridgeTold(void* context, int online);

// Gets the profile, or makes one without servers; null where that fails. To be closed.
OfflineBridge* offline_bridge_open(const wchar_t* profile, OfflineBridgeTold* told, void* context);

int offline_bridge_is_online(OfflineBridge* bridge);

// Wishes for a state, and waits until the change is complete. An HRESULT of <mapioffline.h>: 0 is S_OK.
int offline_bridge_wish(OfflineBridge* bridge, int online);

// When this has returned, `told` is not running and never will again. Hold no lock that it takes.
void offline_bridge_close(OfflineBridge* bridge);

#ifdef __cplusplus
}
#endif
