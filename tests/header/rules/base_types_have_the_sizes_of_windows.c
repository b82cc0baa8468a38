#include <mapioffline.h>

#ifdef __cplusplus
#define _Static_assert static_assert
#endif

_Static_assert(sizeof(BYTE) == 1 && sizeof(WORD) == 2 && sizeof(DWORD) == 4, "unsigned words");
_Static_assert(sizeof(ULONG) == 4 && (ULONG)0 - 1 > 0, "ULONG is 32 bits without a sign");
_Static_assert(sizeof(HRESULT) == 4 && (HRESULT)0 - 1 < 0, "HRESULT is 32 bits with a sign");
_Static_assert(sizeof(GUID) == 16 && sizeof(IID) == 16, "GUID");
_Static_assert(sizeof(WCHAR) == sizeof(wchar_t) && sizeof(LPVOID) == sizeof(void*), "WCHAR, LPVOID");

extern LPCWSTR name_of_profile;
LPCWSTR name_of_profile = L"Work";
