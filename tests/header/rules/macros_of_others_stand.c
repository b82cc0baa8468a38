#define E_PENDING (-7)
#define MAPI_E_NOT_FOUND (-8)
#define FAILED(result) ((result) != 0)

#include <mapioffline.h>

#if E_PENDING != -7 || MAPI_E_NOT_FOUND != -8 || !FAILED(1)
#error a macro was replaced
#endif
