#include <mapioffline.h>

#if defined(TCHAR) || defined(_T) || defined(HMODULE) || defined(BOOL) || defined(ZeroMemory)
#error a name of Windows is a macro
#endif
#if defined(TRUE) || defined(FALSE) || defined(TEXT) || defined(interface) || defined(min) || defined(max)
#error a name of Windows is a macro
#endif

// Other libraries' own ideas of these names: each would clash with a type of that name.
typedef struct TCHAR {
    int other;
} TCHAR;

typedef struct HMODULE {
    int other;
} HMODULE;

typedef signed char BOOL;
typedef long LONG;

void ZeroMemory(TCHAR* text, HMODULE* module, BOOL really, LONG often);
