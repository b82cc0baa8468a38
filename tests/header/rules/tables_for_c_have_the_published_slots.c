#define CINTERFACE
#include <mapioffline.h>

#ifdef __cplusplus
#define _Static_assert static_assert
#endif

#define SLOT(Interface, Method, number)                                                                      \
    _Static_assert(offsetof(Interface##Vtbl, Method) == (number) * sizeof(void*), #Interface " " #Method)
#define SLOTS(Interface, count)                                                                              \
    _Static_assert(sizeof(Interface##Vtbl) == (count) * sizeof(void*), #Interface);                          \
    SLOT(Interface, QueryInterface, 0);                                                                      \
    SLOT(Interface, AddRef, 1);                                                                              \
    SLOT(Interface, Release, 2)
#define STATE_SLOTS(Interface)                                                                               \
    SLOT(Interface, SetCurrentState, 3);                                                                     \
    SLOT(Interface, GetCapabilities, 4);                                                                     \
    SLOT(Interface, GetCurrentState, 5);                                                                     \
    SLOT(Interface, Placeholder1, 6)

SLOTS(IUnknown, 3);

SLOTS(IMAPIOfflineNotify, 4);
SLOT(IMAPIOfflineNotify, Notify, 3);

SLOTS(IMAPIOffline, 7);
STATE_SLOTS(IMAPIOffline);

SLOTS(IMAPIOfflineMgr, 16);
STATE_SLOTS(IMAPIOfflineMgr);
SLOT(IMAPIOfflineMgr, Advise, 7);
SLOT(IMAPIOfflineMgr, Unadvise, 8);
SLOT(IMAPIOfflineMgr, Placeholder2, 9);
SLOT(IMAPIOfflineMgr, Placeholder3, 10);
SLOT(IMAPIOfflineMgr, Placeholder4, 11);
SLOT(IMAPIOfflineMgr, Placeholder5, 12);
SLOT(IMAPIOfflineMgr, Placeholder6, 13);
SLOT(IMAPIOfflineMgr, Placeholder7, 14);
SLOT(IMAPIOfflineMgr, Placeholder8, 15);
