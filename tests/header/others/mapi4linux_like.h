// Base types in the shape of mapi4linux: another root of all interfaces, with its destructor first.
#pragma once
#include <cstddef>

typedef unsigned int ULONG;
typedef unsigned int DWORD;
typedef int HRESULT;
typedef wchar_t WCHAR;
typedef const WCHAR* LPCWSTR;

struct _GUID {
    DWORD Data1;
    unsigned short Data2;
    unsigned short Data3;
    unsigned char Data4[8];
};
typedef struct _GUID GUID;
typedef GUID IID;
typedef const IID& REFIID;

#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) extern "C" const GUID name
#define MAPI_E_NOT_FOUND static_cast<HRESULT>(0x8004010F)

class IUnknown {
public:
    virtual ~IUnknown() = default;
    virtual ULONG AddRef() = 0;
    virtual ULONG Release() = 0;
    virtual HRESULT QueryInterface(REFIID refiid, void** lpvoid) = 0;
};
