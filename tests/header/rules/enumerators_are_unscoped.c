#include <mapioffline.h>

#ifdef __cplusplus
#define _Static_assert static_assert
#endif

_Static_assert(MAPIOFFLINE_CALLBACK_TYPE_NOTIFY == 0, "callback type");
_Static_assert(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START == 1, "first phase");
_Static_assert(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE == 2, "second phase");
_Static_assert(MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE == 3, "third phase");

int phase_number(const MAPIOFFLINE_NOTIFY* notice);

int phase_number(const MAPIOFFLINE_NOTIFY* notice) {
    enum MAPIOFFLINE_NOTIFY_TYPE phase = notice->NotifyType;
    return (int)phase;
}
