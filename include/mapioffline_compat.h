// SPDX-License-Identifier: Apache-2.0
//
// mapioffline_compat.h: names of Windows that code written for it uses beside the Offline State API, for
// porting such code to Linux. Optional: nothing in the API needs it, and mapioffline.h defines none of these
// names, since other libraries have their own. On Windows it includes what has them there.
//
// An HMODULE is what dlopen gives. TCHAR follows UNICODE, as on Windows. Names that exist as macros stand.

#ifndef MAPIOFFLINE_COMPAT_H
#define MAPIOFFLINE_COMPAT_H

#include "mapioffline.h"

#ifdef _WIN32

#include <tchar.h>

#else

#include <string.h>

// ---- Types ----

typedef int BOOL;
typedef int INT;
typedef int LONG;
typedef unsigned int UINT;
typedef char CHAR;
typedef char* LPSTR;
typedef const char* LPCSTR;
typedef WCHAR* LPWSTR;
typedef void* HMODULE;
typedef void* HINSTANCE;
typedef IUnknown* LPUNKNOWN;

#ifndef VOID
#define VOID void
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

// ---- Text ----

#ifdef UNICODE
typedef WCHAR TCHAR;
#define MAPIOFFLINE_TEXT(text) L##text
#else
typedef char TCHAR;
#define MAPIOFFLINE_TEXT(text) text
#endif
typedef TCHAR* LPTSTR;
typedef const TCHAR* LPCTSTR;

#ifndef _T
#define _T(text) MAPIOFFLINE_TEXT(text)
#endif
#ifndef TEXT
#define TEXT(text) MAPIOFFLINE_TEXT(text)
#endif

// ---- Declaring methods and functions ----

#ifndef EXTERN_C
#define EXTERN_C MAPIOFFLINE_EXTERN_C
#endif
#ifndef WINAPI
#define WINAPI
#endif
#ifndef CALLBACK
#define CALLBACK
#endif
#ifndef PURE
#define PURE = 0
#endif
#ifndef STDMETHOD_
#define STDMETHOD_(type, method) virtual type STDMETHODCALLTYPE method
#endif
#ifndef STDMETHOD
#define STDMETHOD(method) STDMETHOD_(HRESULT, method)
#endif
#ifndef STDMETHODIMP_
#define STDMETHODIMP_(type) type STDMETHODCALLTYPE
#endif
#ifndef STDMETHODIMP
#define STDMETHODIMP STDMETHODIMP_(HRESULT)
#endif

// ---- Results that the API itself never returns ----

#ifndef S_FALSE
#define S_FALSE 1
#endif
#ifndef E_NOTIMPL // 0x80004001
#define E_NOTIMPL MAPIOFFLINE_FAILURE(0x00004001)
#endif
#ifndef E_FAIL // 0x80004005
#define E_FAIL MAPIOFFLINE_FAILURE(0x00004005)
#endif

// ---- Memory ----

#ifndef ZeroMemory
#define ZeroMemory(target, bytes) memset((target), 0, (bytes))
#endif

// Count up and down atomically and give the new value: what AddRef and Release of most Windows code are made
// of.
static inline LONG InterlockedIncrement(LONG volatile* count) {
    return __atomic_add_fetch(count, 1, __ATOMIC_SEQ_CST);
}

static inline LONG InterlockedDecrement(LONG volatile* count) {
    return __atomic_sub_fetch(count, 1, __ATOMIC_SEQ_CST);
}

#endif

#endif // MAPIOFFLINE_COMPAT_H
