#include <mapioffline.h>

#if MAPIOFFLINE_ADVISE_DEFAULT != 0 || MAPIOFFLINE_UNADVISE_DEFAULT != 0 ||                                  \
    MAPIOFFLINE_ADVISE_TYPE_STATECHANGE != 1
#error registration
#endif
#if MAPIOFFLINE_CAPABILITY_OFFLINE != 0x1 || MAPIOFFLINE_CAPABILITY_ONLINE != 0x2
#error capabilities
#endif
#if MAPIOFFLINE_FLAG_DEFAULT != 0 || MAPIOFFLINE_FLAG_BLOCK != 0x2000
#error flags
#endif
#if MAPIOFFLINE_STATE_ALL != 0x003f037f || MAPIOFFLINE_STATE_OFFLINE_MASK != 3
#error masks
#endif
#if MAPIOFFLINE_STATE_OFFLINE != 1 || MAPIOFFLINE_STATE_ONLINE != 2
#error states
#endif
#if S_OK != 0 || E_INVALIDARG + 0x80000000 != 0x70057 || E_NOINTERFACE + 0x80000000 != 0x4002
#error results
#endif
#if E_PENDING + 0x80000000 != 0xA || E_OUTOFMEMORY + 0x80000000 != 0x7000E || E_POINTER + 0x80000000 != 0x4003
#error results
#endif
#if E_UNEXPECTED + 0x80000000 != 0xFFFF || MAPI_E_NOT_FOUND + 0x80000000 != 0x4010F
#error results
#endif
#if MAPI_E_NO_SUPPORT + 0x80000000 != 0x40102 || MAPI_E_OFFLINE + 0x80000000 != 0x40126
#error results
#endif
#if MAPI_E_TIMEOUT + 0x80000000 != 0x40401
#error results
#endif

const char* name_of_state(ULONG state);

const char* name_of_state(ULONG state) {
    switch (state & MAPIOFFLINE_STATE_OFFLINE_MASK) {
    case MAPIOFFLINE_STATE_ONLINE:
        return "online";
    case MAPIOFFLINE_STATE_OFFLINE:
        return "offline";
    default:
        return "?";
    }
}

const char* name_of_result(HRESULT result);

const char* name_of_result(HRESULT result) {
    switch (result) {
    case S_OK:
        return "done";
    case E_INVALIDARG:
        return "parameter";
    case E_NOINTERFACE:
        return "interface";
    case E_PENDING:
        return "pending";
    case E_OUTOFMEMORY:
        return "memory";
    case E_POINTER:
        return "pointer";
    case E_UNEXPECTED:
        return "unexpected";
    case MAPI_E_NOT_FOUND:
        return "profile";
    case MAPI_E_NO_SUPPORT:
        return "capability";
    case MAPI_E_OFFLINE:
        return "offline";
    case MAPI_E_TIMEOUT:
        return "time";
    default:
        return FAILED(result) ? "failed" : "fine";
    }
}
