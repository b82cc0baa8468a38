#include <mapioffline.h>

#ifdef __cplusplus
#define _Static_assert static_assert
#endif

// The figures are written once more, and not taken from the header: it could be wrong in both of its places.
#if __SIZEOF_POINTER__ == 8
#define ON(bits64, bits32) bits64
#else
#define ON(bits64, bits32) bits32
#endif
#define SIZE(Type, size) _Static_assert(sizeof(Type) == (size), "size")
#define AT(Type, member, offset) _Static_assert(offsetof(Type, member) == (offset), "offset")

SIZE(MAPIOFFLINE_ADVISEINFO, ON(32, 24));
AT(MAPIOFFLINE_ADVISEINFO, ulSize, 0);
AT(MAPIOFFLINE_ADVISEINFO, ulClientToken, 4);
AT(MAPIOFFLINE_ADVISEINFO, CallbackType, 8);
AT(MAPIOFFLINE_ADVISEINFO, pCallback, ON(16, 12));
AT(MAPIOFFLINE_ADVISEINFO, ulAdviseTypes, ON(24, 16));
AT(MAPIOFFLINE_ADVISEINFO, ulStateMask, ON(28, 20));

SIZE(MAPIOFFLINE_NOTIFY, 24);
AT(MAPIOFFLINE_NOTIFY, ulSize, 0);
AT(MAPIOFFLINE_NOTIFY, NotifyType, 4);
AT(MAPIOFFLINE_NOTIFY, ulClientToken, 8);
AT(MAPIOFFLINE_NOTIFY, Info.StateChange.ulMask, 12);
AT(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateOld, 16);
AT(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateNew, 20);

SIZE(MAPIOFFLINE_AGGREGATEINFO, ON(24, 12));
AT(MAPIOFFLINE_AGGREGATEINFO, ulSize, 0);
AT(MAPIOFFLINE_AGGREGATEINFO, pOuterObj, ON(8, 4));
AT(MAPIOFFLINE_AGGREGATEINFO, pRefTrackRoot, ON(16, 8));

SIZE(MAPIOFFLINE_CREATEINFO, ON(72, 40));
AT(MAPIOFFLINE_CREATEINFO, ulSize, 0);
AT(MAPIOFFLINE_CREATEINFO, ulCreateFlags, 4);
AT(MAPIOFFLINE_CREATEINFO, pwszProfileName, 8);
AT(MAPIOFFLINE_CREATEINFO, ulCapabilities, ON(16, 12));
AT(MAPIOFFLINE_CREATEINFO, pGUID, ON(24, 16));
AT(MAPIOFFLINE_CREATEINFO, pInstance, ON(32, 20));
AT(MAPIOFFLINE_CREATEINFO, pParent, ON(40, 24));
AT(MAPIOFFLINE_CREATEINFO, pMAPISupport, ON(48, 28));
AT(MAPIOFFLINE_CREATEINFO, pAggregateInfo, ON(56, 32));
AT(MAPIOFFLINE_CREATEINFO, pConnectInfo, ON(64, 36));
