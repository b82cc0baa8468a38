// SPDX-License-Identifier: Apache-2.0
//
// mapioffline.h: the Offline State API, for C11 and C++17 or later, on Linux and on Windows.
//
// A mail profile is online or offline. This API tells a program which, tells it of every change before, at
// and after the change, and lets it ask for one ("work offline"). Names, values and binary layout are those
// that Microsoft publishes for Outlook, where the API works only inside Outlook's own process; here it works
// in any process.
//
// The five steps of a client:
//   1. implement IMAPIOfflineNotify;
//   2. open the profile's offline object: HrOpenOfflineObj;
//   3. ask what it can report: IMAPIOffline::GetCapabilities;
//   4. register: IMAPIOfflineMgr::Advise;
//   5. at shutdown: IMAPIOfflineMgr::Unadvise with the token that Advise gave, then Release.
// examples/ does these five on one page, once in C and once in C++.
//
// Sources. "[page]" at the end of a paragraph: the fact is from the page of that name in Microsoft's Outlook
// MAPI reference. "Here:" begins what the reference leaves open and this library decides.
//
// Threads. Every method may be called from any thread, from several at once, and from inside Notify. Notify
// comes on threads of the runtime, which block every signal; never on the thread that called Advise or
// SetCurrentState. The runtime holds no lock of its own during any call into a client: Notify,
// QueryInterface, AddRef, Release.
//
// Lifetime. The usual COM counts: what is handed out carries one reference, which the caller Releases; what
// is passed in is borrowed for the call, except the callback of a registration, on which the object keeps
// one reference. A library that handed out an object stays loaded as long as the process lives, so dlclose
// and FreeLibrary do no harm.
//
// Exit and fork. Once exit() has begun no Notify starts, and running ones are waited for 100 ms. The runtime
// hears of exit() by a handler that it registers when it is first used and at each of the first 32 Advise; a
// handler that a client registers after these runs before it. On Windows nobody tells it: notifications end
// with ExitProcess, which ends every other thread first. In the child of a fork() every method returns
// E_UNEXPECTED, and GetCurrentState still gives the last state; nothing hangs, and the child shares no
// descriptor with its parent. A child that was made inside a Notify ends when it returns from there.
//
// Errors. An HRESULT is negative on failure; out parameters are then null or 0. Nothing is written to stdout.
// Where the environment variable MAPIOFFLINE_LOG names a file, or is "stderr", each refused call adds a line
// to it that names the method, the parameter and what is wrong with it.
//
// Switches, to be set before the first inclusion:
//
//   INITGUID                    This unit also defines the GUIDs below. On Linux no unit needs to, since
//                               libmapioffline exports them, and any number may: the definitions are weak.
//   CINTERFACE                  C++ gets the C view of the interfaces: structures of function pointers.
//   MAPIOFFLINE_EXTERNAL_TYPES  ULONG, HRESULT, GUID, IUnknown and their like come from MAPI headers that
//                               were included before: Kopano's and Zarafa's mapi4linux. That makes sources
//                               compile. It never makes binaries fit: their IUnknown has a virtual
//                               destructor first and QueryInterface last, so no object of theirs may be
//                               passed to libmapioffline, and none of ours to code built on those headers.
//   MAPIOFFLINE_BUILDING        Set by the library's own build alone.
//
// IMAPIOFFLINE_INCLUDED, the guard of Zarafa's IMAPIOffline.h, is honoured and set. Where that header came
// first, its constants, enumerations and interfaces stand, and this one adds what it lacks. A version of it
// that puts them into a namespace needs the using-directive for that namespace before this header.
//
// Include other MAPI headers first: macros that exist are left alone. TCHAR, BOOL, HMODULE and more names of
// Windows are not defined here; mapioffline_compat.h has them, for ports.

#ifndef MAPIOFFLINE_H
#define MAPIOFFLINE_H

#include <stddef.h>

// ---- Base types --------------------------------------------------------------------------------------
//
// On Windows they are the system's. Elsewhere they are made here, with the sizes that Windows gives them:
// ULONG is 32 bits everywhere, and so is HRESULT. A wide string is UTF-16 on Windows and UTF-32 on Linux, as
// wchar_t is.

#ifdef _WIN32

#ifndef MAPIOFFLINE_EXTERNAL_TYPES
#include <windows.h>

#include <unknwn.h>
#endif
#define MAPIOFFLINE_PUBLIC
#define MAPIOFFLINE_FAILURE(code) (-0x7fffffffL - 1L + (code))

#else

#ifdef MAPIOFFLINE_BUILDING
#define MAPIOFFLINE_PUBLIC __attribute__((visibility("default")))
#else
#define MAPIOFFLINE_PUBLIC
#endif
#define MAPIOFFLINE_FAILURE(code) (-0x7fffffff - 1 + (code))

#endif

#ifdef __cplusplus
#define MAPIOFFLINE_EXTERN_C extern "C"
#define MAPIOFFLINE_ASSERT(truth, sentence) static_assert(truth, sentence)
#else
#define MAPIOFFLINE_EXTERN_C extern
#define MAPIOFFLINE_ASSERT(truth, sentence) _Static_assert(truth, sentence)
#endif

// Calling conventions: stdcall on 32-bit Windows, and nothing elsewhere. A client that implements an
// interface writes STDMETHODCALLTYPE on each method, or it breaks there.
#ifndef STDMETHODCALLTYPE
#define STDMETHODCALLTYPE
#endif
#ifndef STDAPICALLTYPE
#define STDAPICALLTYPE
#endif

// DEFINE_GUID declares a GUID with C linkage, so that other MAPI headers may declare the same one; under
// INITGUID it defines it as well.
#ifndef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)                                         \
    MAPIOFFLINE_EXTERN_C MAPIOFFLINE_PUBLIC __attribute__((weak)) const GUID name;                           \
    const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)                                         \
    MAPIOFFLINE_EXTERN_C MAPIOFFLINE_PUBLIC const GUID name
#endif
#endif

#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic push
// IUnknown as Windows has it leaves its destructor, which is not virtual, in reach.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"
#endif

// The slots that every interface begins with, in the C view. Face is the type of `This`.
#define MAPIOFFLINE_UNKNOWN_SLOTS(Face)                                                                      \
    HRESULT(STDMETHODCALLTYPE* QueryInterface)(Face * This, REFIID riid, void** ppvObject);                  \
    ULONG(STDMETHODCALLTYPE* AddRef)(Face * This);                                                           \
    ULONG(STDMETHODCALLTYPE* Release)(Face * This)

#if !defined(_WIN32) && !defined(MAPIOFFLINE_EXTERNAL_TYPES)

typedef unsigned char BYTE;
typedef unsigned short WORD;
typedef unsigned int DWORD;
typedef unsigned int ULONG;
typedef int HRESULT;
typedef void* LPVOID;
typedef wchar_t WCHAR;
typedef const WCHAR* LPCWSTR;

// 128 bits that name an interface or an object. Native byte order, as on Windows.
#ifndef GUID_DEFINED
#define GUID_DEFINED

typedef struct GUID {
    DWORD Data1;
    WORD Data2;
    WORD Data3;
    BYTE Data4[8];
} GUID;
#endif
typedef GUID IID;

// How an interface identifier is passed: by reference in C++, by pointer in C; the same machine code.
#ifdef __cplusplus
#ifndef REFGUID
#define REFGUID const GUID&
#endif
#ifndef REFIID
#define REFIID const IID&
#endif
inline int IsEqualGUID(REFGUID left, REFGUID right) {
    return __builtin_memcmp(&left, &right, sizeof(GUID)) == 0;
}

inline bool operator==(REFGUID left, REFGUID right) { return IsEqualGUID(left, right) != 0; }

inline bool operator!=(REFGUID left, REFGUID right) { return IsEqualGUID(left, right) == 0; }
#else
#ifndef REFGUID
#define REFGUID const GUID*
#endif
#ifndef REFIID
#define REFIID const IID*
#endif
static inline int IsEqualGUID(REFGUID left, REFGUID right) {
    return __builtin_memcmp(left, right, sizeof(GUID)) == 0;
}
#endif
#ifndef IsEqualIID
#define IsEqualIID(left, right) IsEqualGUID(left, right)
#endif

// The root of every interface. {00000000-0000-0000-C000-000000000046}
//
// QueryInterface gives another face of the same object, with a reference, or E_NOINTERFACE and null. Asked
// for IID_IUnknown it gives the same pointer each time: that is the object's identity.
//
// AddRef and Release count; the numbers that they return are for tests only.
//
// Nobody deletes through an interface: its destructor is out of reach. Nor is it virtual, since that would
// take slots of the vtable. A class that implements an interface may have a virtual destructor of its own.
DEFINE_GUID(IID_IUnknown, 0x00000000, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46);

typedef struct IUnknown IUnknown;
#if defined(__cplusplus) && !defined(CINTERFACE)
struct IUnknown {
    virtual HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** ppvObject) = 0;
    virtual ULONG STDMETHODCALLTYPE AddRef() = 0;
    virtual ULONG STDMETHODCALLTYPE Release() = 0;

protected:
    ~IUnknown() = default;
};
#else
typedef struct IUnknownVtbl {
    MAPIOFFLINE_UNKNOWN_SLOTS(IUnknown);
} IUnknownVtbl;

struct IUnknown {
    const IUnknownVtbl* lpVtbl;
};

#define IUnknown_QueryInterface(This, riid, ppvObject) ((This)->lpVtbl->QueryInterface(This, riid, ppvObject))
#define IUnknown_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IUnknown_Release(This) ((This)->lpVtbl->Release(This))
#endif

#endif // base types

// ---- Results -----------------------------------------------------------------------------------------
//
// Usable in #if on Linux and in switch everywhere. The value beside each is its bit pattern.

#ifndef S_OK
#define S_OK 0
#endif
#ifndef E_PENDING // 0x8000000A: a change is under way; ask again after its DONE
#define E_PENDING MAPIOFFLINE_FAILURE(0x0000000A)
#endif
#ifndef E_NOINTERFACE // 0x80004002: the object has no such face
#define E_NOINTERFACE MAPIOFFLINE_FAILURE(0x00004002)
#endif
#ifndef E_POINTER // 0x80004003: a pointer is null that must not be
#define E_POINTER MAPIOFFLINE_FAILURE(0x00004003)
#endif
#ifndef E_UNEXPECTED // 0x8000FFFF: this process cannot be served, as the child of a fork cannot
#define E_UNEXPECTED MAPIOFFLINE_FAILURE(0x0000FFFF)
#endif
#ifndef E_OUTOFMEMORY // 0x8007000E: no memory, or no token left
#define E_OUTOFMEMORY MAPIOFFLINE_FAILURE(0x0007000E)
#endif
#ifndef E_INVALIDARG // 0x80070057: a parameter is not one of those that its page allows; nothing was changed
#define E_INVALIDARG MAPIOFFLINE_FAILURE(0x00070057)
#endif
#ifndef MAPI_E_NO_SUPPORT // 0x80040102: the object's capabilities rule it out, or the member is a placeholder
#define MAPI_E_NO_SUPPORT MAPIOFFLINE_FAILURE(0x00040102)
#endif
#ifndef MAPI_E_NOT_FOUND // 0x8004010F: no such profile, or no such offline object of it
#define MAPI_E_NOT_FOUND MAPIOFFLINE_FAILURE(0x0004010F)
#endif
#ifndef MAPI_E_OFFLINE // 0x80040126: online was asked and waited for, and the servers still cannot be reached
#define MAPI_E_OFFLINE MAPIOFFLINE_FAILURE(0x00040126)
#endif
#ifndef MAPI_E_TIMEOUT // 0x80040401: the time allowed is up
#define MAPI_E_TIMEOUT MAPIOFFLINE_FAILURE(0x00040401)
#endif

#ifndef SUCCEEDED
#define SUCCEEDED(result) ((result) >= 0)
#endif
#ifndef FAILED
#define FAILED(result) ((result) < 0)
#endif

// ---- What Zarafa's header declares too ---------------------------------------------------------------

#ifndef IMAPIOFFLINE_INCLUDED
#define IMAPIOFFLINE_INCLUDED

// The only flags of Advise and of Unadvise. The reference prints (ULONG)0, which no #if can read; this is the
// same value of the same type. [MAPI Constants]
#ifdef _WIN32
#define MAPIOFFLINE_ADVISE_DEFAULT 0ul
#define MAPIOFFLINE_UNADVISE_DEFAULT 0ul
#else
#define MAPIOFFLINE_ADVISE_DEFAULT 0u
#define MAPIOFFLINE_UNADVISE_DEFAULT 0u
#endif

// What to be told of: the only kind there is. [MAPIOFFLINE_ADVISEINFO]
#define MAPIOFFLINE_ADVISE_TYPE_STATECHANGE 1

// What an object can do, a bit mask from GetCapabilities: go offline and say so, go online and say so. An
// object may have one without the other. The global object of a profile has both here.
// [IMAPIOffline::GetCapabilities]
#define MAPIOFFLINE_CAPABILITY_OFFLINE 0x1
#define MAPIOFFLINE_CAPABILITY_ONLINE 0x2

// How SetCurrentState goes about it: return at once, or when the change is complete.
// [IMAPIOffline::SetCurrentState]
#define MAPIOFFLINE_FLAG_DEFAULT 0x00000000
#define MAPIOFFLINE_FLAG_BLOCK 0x00002000

// The mask to register with, which covers parts of the state that are not published; the part that is, and
// its two values. Exactly one of these two is set at any time. [MAPI Constants]
#define MAPIOFFLINE_STATE_ALL 0x003f037f
#define MAPIOFFLINE_STATE_OFFLINE_MASK 0x00000003
#define MAPIOFFLINE_STATE_OFFLINE 0x00000001
#define MAPIOFFLINE_STATE_ONLINE 0x00000002

// How to be told: the only way there is. [MAPIOFFLINE_CALLBACK_TYPE]
typedef enum MAPIOFFLINE_CALLBACK_TYPE {
    MAPIOFFLINE_CALLBACK_TYPE_NOTIFY = 0 // pCallback is an IMAPIOfflineNotify
} MAPIOFFLINE_CALLBACK_TYPE;

// The three phases of one change. Each registration gets all three, in this order. [MAPIOFFLINE_NOTIFY_TYPE]
typedef enum MAPIOFFLINE_NOTIFY_TYPE {
    MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START =
        1,                                       // it is about to happen: finish what needs the old state;
                                                 // where the network forces it, it may have happened already
    MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE = 2,     // it has happened: GetCurrentState gives the new state
    MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE = 3 // it is complete: the last call of this change
} MAPIOFFLINE_NOTIFY_TYPE;

// What a client hands to Advise. Read during the call only. [MAPIOFFLINE_ADVISEINFO]
typedef struct MAPIOFFLINE_ADVISEINFO {
    ULONG ulSize;                           // sizeof(MAPIOFFLINE_ADVISEINFO)
    ULONG ulClientToken;                    // the client's own mark; comes back in every notification
    MAPIOFFLINE_CALLBACK_TYPE CallbackType; // MAPIOFFLINE_CALLBACK_TYPE_NOTIFY
    IUnknown* pCallback;                    // is asked for IID_IMAPIOfflineNotify; any of its faces will do
    ULONG ulAdviseTypes;                    // MAPIOFFLINE_ADVISE_TYPE_STATECHANGE
    ULONG ulStateMask;                      // MAPIOFFLINE_STATE_ALL
} MAPIOFFLINE_ADVISEINFO;

// One notification. Owned by the runtime and valid until Notify returns. A client must ignore one whose
// NotifyType or ulMask it does not know. [MAPIOFFLINE_NOTIFY]
typedef struct MAPIOFFLINE_NOTIFY {
    ULONG ulSize;                       // sizeof(MAPIOFFLINE_NOTIFY)
    MAPIOFFLINE_NOTIFY_TYPE NotifyType; // the phase
    ULONG ulClientToken;                // from MAPIOFFLINE_ADVISEINFO

    union {
        struct {
            ULONG ulMask;     // what changes: MAPIOFFLINE_STATE_OFFLINE_MASK
            ULONG ulStateOld; // MAPIOFFLINE_STATE_OFFLINE or MAPIOFFLINE_STATE_ONLINE
            ULONG ulStateNew; // the other one
        } StateChange;
    } Info;
} MAPIOFFLINE_NOTIFY;

// The interfaces. The order of the slots is the binary interface. In C each is a structure that holds a
// pointer to its table, and each method has a macro that calls it, such as IMAPIOfflineMgr_Release(manager).

#if defined(__cplusplus) && !defined(CINTERFACE)

// The client's callback: implemented by the client, called by the runtime.
// {0317bde5-fc29-44cd-8dcd-36125a3be9ec} [IMAPIOfflineNotify]
struct IMAPIOfflineNotify : public IUnknown {
    // Called three times for each change, once for each phase. It should return soon: what takes long
    // belongs on a thread of the client's own. What a client can build on, here:
    //
    // Chain. The old state of each change is the new state of the one before. The old state of the first is
    // the state at one instant between the call of Advise and its return.
    //
    // Serial. The calls of one registration never overlap and never swap. Those of two may run at once.
    //
    // End. When things are quiet, the last DONE carried the current state. A client that lags may miss pairs
    // of whole changes (offline, online), but never a single phase, and never the last change.
    //
    // Barrier. In a change that somebody asked for, nobody gets STATECHANGE before everybody has returned
    // from START or 2 s were up. A change that the network forces waits for nobody: by the time START
    // arrives, GetCurrentState may give the new state.
    //
    // Tree. Going offline, stores are told before their provider and providers before the profile, phase by
    // phase; going online, the reverse.
    //
    // Alone. A callback that hangs or is slow makes one wished change wait those 2 s; one that stays in DONE
    // for 2 s keeps a change from being over as long. From then on it lags, and no change waits for it until
    // it has caught up.
    //
    // Bound. As many as 255 callbacks may hang for ever at the same time before others notice. With one more,
    // nobody else is told until one of them comes back.
    //
    // Its thread. Notify may end the thread it is called on: pthread_exit, or on Windows ExitThread, where
    // that registration then counts as one that hangs for ever. No other method of a client may.
    //
    // Inside. Notify may call every method of every interface, and the functions at the end of this header.
    virtual void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* pNotifyInfo) = 0;

protected:
    ~IMAPIOfflineNotify() = default;
};

// The state of one object. Implemented by the runtime, which hands it out as a face of IMAPIOfflineMgr.
// {000672B5-0000-0000-C000-000000000046} [IMAPIOffline]
struct IMAPIOffline : public IUnknown {
    // Wishes for a state: "work offline", "work online again". ulMask is MAPIOFFLINE_STATE_OFFLINE_MASK,
    // ulState one of the two states, pReserved null.
    //
    // MAPIOFFLINE_FLAG_DEFAULT returns at once and the change runs on; MAPIOFFLINE_FLAG_BLOCK returns when
    // it is complete: when every callback that does not lag has returned from DONE. As long as a change of
    // the profile is under way every call returns E_PENDING and records nothing, so that BLOCK inside Notify
    // cannot dead-lock. [IMAPIOffline::SetCurrentState]
    //
    // Here: the wish belongs to the profile and not to this pointer. It outlives the last Release, and the
    // network coming back does not lift it. A wish for the state that already holds is recorded, and nobody
    // is notified. Online wished while the servers cannot be reached: the wish is recorded, they are asked
    // again at once, and BLOCK waits for their answer.
    //
    // S_OK; E_PENDING; E_INVALIDARG: a parameter is another than said above, nothing was changed;
    // MAPI_E_NO_SUPPORT: the capabilities rule that state out; MAPI_E_OFFLINE: BLOCK waited for the servers
    // and the object is offline still.
    virtual HRESULT STDMETHODCALLTYPE SetCurrentState(ULONG ulFlags, ULONG ulMask, ULONG ulState,
                                                      void* pReserved) = 0;

    // Gives MAPIOFFLINE_CAPABILITY_ bits: which changes this object can make and report.
    // S_OK; E_INVALIDARG: the pointer is null. [IMAPIOffline::GetCapabilities]
    virtual HRESULT STDMETHODCALLTYPE GetCapabilities(ULONG* pulCapabilities) = 0;

    // Gives MAPIOFFLINE_STATE_ONLINE or MAPIOFFLINE_STATE_OFFLINE. [IMAPIOffline::GetCurrentState]
    //
    // Here: it waits for nothing, at any time, inside Notify as well. During a change it gives the old state
    // until the first STATECHANGE is about to be delivered, and the new one from then on.
    //
    // How far it reaches. ONLINE: the profile's own servers answered when last asked, or nothing is known
    // against them; a profile not judged yet is online. It does not promise that the next request succeeds,
    // that a log-in will, or that there is an internet. OFFLINE does not say that there is none.
    //
    // S_OK; E_INVALIDARG: the pointer is null.
    virtual HRESULT STDMETHODCALLTYPE GetCurrentState(ULONG* pulState) = 0;

    // Not published. Here: each placeholder returns MAPI_E_NO_SUPPORT and touches nothing.
    virtual HRESULT STDMETHODCALLTYPE Placeholder1(void* pReserved) = 0;

protected:
    ~IMAPIOffline() = default;
};

// Registration, on top of the state: what HrOpenOfflineObj gives.
// {42175607-ff3e-4790-bc18-66c8643e6424} [IMAPIOfflineMgr]
struct IMAPIOfflineMgr : public IMAPIOffline {
    // Registers a callback and keeps one reference on it. ulFlags is MAPIOFFLINE_ADVISE_DEFAULT; the members
    // of pAdviseInfo are as said there. [IMAPIOfflineMgr::Advise]
    //
    // Here: the token is never 0, never used again, and unique in the process. It is written before the first
    // Notify begins, which may be before Advise returns. One callback may be registered many times. A
    // registration made during a change gets all three phases of it, or none if the state has flipped.
    //
    // S_OK; E_INVALIDARG: a parameter or a member is wrong; E_NOINTERFACE: pCallback is not an
    // IMAPIOfflineNotify; E_OUTOFMEMORY: no memory, or all 2^32 - 1 tokens were given.
    virtual HRESULT STDMETHODCALLTYPE Advise(ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo,
                                             ULONG* pulAdviseToken) = 0;

    // Ends a registration and releases its callback. ulFlags is MAPIOFFLINE_UNADVISE_DEFAULT. Always S_OK; a
    // token that is unknown, stale or another object's ends nothing. [IMAPIOfflineMgr::Unadvise]
    //
    // The promise, here: when Unadvise has returned, Notify of that registration is not running, never will
    // again, and the reference on it has been released. So it waits for a Notify that runs on another thread.
    //
    // THE LOCK RULE: NEVER HOLD, WHILE YOU CALL Unadvise, A LOCK THAT YOUR Notify TAKES. Each would wait for
    // the other for ever.
    //
    // From inside that very Notify it returns at once: the running call is the last one, and the reference
    // goes when it returns. From inside another Notify it waits too, unless callbacks would then wait for
    // each other in a ring: the call that would close the ring returns at once, on the same terms.
    //
    // Releasing the last reference on an object ends the registrations left on it in the same way.
    virtual HRESULT STDMETHODCALLTYPE Unadvise(ULONG ulFlags, ULONG ulAdviseToken) = 0;

    virtual HRESULT STDMETHODCALLTYPE Placeholder2() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder3() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder4() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder5() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder6() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder7() = 0;
    virtual HRESULT STDMETHODCALLTYPE Placeholder8() = 0;

protected:
    ~IMAPIOfflineMgr() = default;
};

#else

typedef struct IMAPIOfflineNotify IMAPIOfflineNotify;
typedef struct IMAPIOffline IMAPIOffline;
typedef struct IMAPIOfflineMgr IMAPIOfflineMgr;

#define MAPIOFFLINE_OFFLINE_SLOTS(Face)                                                                      \
    MAPIOFFLINE_UNKNOWN_SLOTS(Face);                                                                         \
    HRESULT(STDMETHODCALLTYPE* SetCurrentState)                                                              \
    (Face * This, ULONG ulFlags, ULONG ulMask, ULONG ulState, void* pReserved);                              \
    HRESULT(STDMETHODCALLTYPE* GetCapabilities)(Face * This, ULONG * pulCapabilities);                       \
    HRESULT(STDMETHODCALLTYPE* GetCurrentState)(Face * This, ULONG * pulState);                              \
    HRESULT(STDMETHODCALLTYPE* Placeholder1)(Face * This, void* pReserved)

typedef struct IMAPIOfflineNotifyVtbl {
    MAPIOFFLINE_UNKNOWN_SLOTS(IMAPIOfflineNotify);
    void(STDMETHODCALLTYPE* Notify)(IMAPIOfflineNotify* This, const MAPIOFFLINE_NOTIFY* pNotifyInfo);
} IMAPIOfflineNotifyVtbl;

typedef struct IMAPIOfflineVtbl {
    MAPIOFFLINE_OFFLINE_SLOTS(IMAPIOffline);
} IMAPIOfflineVtbl;

typedef struct IMAPIOfflineMgrVtbl {
    MAPIOFFLINE_OFFLINE_SLOTS(IMAPIOfflineMgr);
    HRESULT(STDMETHODCALLTYPE* Advise)
    (IMAPIOfflineMgr* This, ULONG ulFlags, MAPIOFFLINE_ADVISEINFO* pAdviseInfo, ULONG* pulAdviseToken);
    HRESULT(STDMETHODCALLTYPE* Unadvise)(IMAPIOfflineMgr* This, ULONG ulFlags, ULONG ulAdviseToken);
    HRESULT(STDMETHODCALLTYPE* Placeholder2)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder3)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder4)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder5)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder6)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder7)(IMAPIOfflineMgr* This);
    HRESULT(STDMETHODCALLTYPE* Placeholder8)(IMAPIOfflineMgr* This);
} IMAPIOfflineMgrVtbl;

struct IMAPIOfflineNotify {
    const IMAPIOfflineNotifyVtbl* lpVtbl;
};

struct IMAPIOffline {
    const IMAPIOfflineVtbl* lpVtbl;
};

struct IMAPIOfflineMgr {
    const IMAPIOfflineMgrVtbl* lpVtbl;
};

#undef MAPIOFFLINE_OFFLINE_SLOTS

#define IMAPIOfflineNotify_QueryInterface(This, riid, ppvObject)                                             \
    ((This)->lpVtbl->QueryInterface(This, riid, ppvObject))
#define IMAPIOfflineNotify_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IMAPIOfflineNotify_Release(This) ((This)->lpVtbl->Release(This))
#define IMAPIOfflineNotify_Notify(This, pNotifyInfo) ((This)->lpVtbl->Notify(This, pNotifyInfo))

#define IMAPIOffline_QueryInterface(This, riid, ppvObject)                                                   \
    ((This)->lpVtbl->QueryInterface(This, riid, ppvObject))
#define IMAPIOffline_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IMAPIOffline_Release(This) ((This)->lpVtbl->Release(This))
#define IMAPIOffline_SetCurrentState(This, ulFlags, ulMask, ulState, pReserved)                              \
    ((This)->lpVtbl->SetCurrentState(This, ulFlags, ulMask, ulState, pReserved))
#define IMAPIOffline_GetCapabilities(This, pulCapabilities)                                                  \
    ((This)->lpVtbl->GetCapabilities(This, pulCapabilities))
#define IMAPIOffline_GetCurrentState(This, pulState) ((This)->lpVtbl->GetCurrentState(This, pulState))

#define IMAPIOfflineMgr_QueryInterface(This, riid, ppvObject)                                                \
    ((This)->lpVtbl->QueryInterface(This, riid, ppvObject))
#define IMAPIOfflineMgr_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IMAPIOfflineMgr_Release(This) ((This)->lpVtbl->Release(This))
#define IMAPIOfflineMgr_SetCurrentState(This, ulFlags, ulMask, ulState, pReserved)                           \
    ((This)->lpVtbl->SetCurrentState(This, ulFlags, ulMask, ulState, pReserved))
#define IMAPIOfflineMgr_GetCapabilities(This, pulCapabilities)                                               \
    ((This)->lpVtbl->GetCapabilities(This, pulCapabilities))
#define IMAPIOfflineMgr_GetCurrentState(This, pulState) ((This)->lpVtbl->GetCurrentState(This, pulState))
#define IMAPIOfflineMgr_Advise(This, ulFlags, pAdviseInfo, pulAdviseToken)                                   \
    ((This)->lpVtbl->Advise(This, ulFlags, pAdviseInfo, pulAdviseToken))
#define IMAPIOfflineMgr_Unadvise(This, ulFlags, ulAdviseToken)                                               \
    ((This)->lpVtbl->Unadvise(This, ulFlags, ulAdviseToken))

#endif // C view

#define MAPIOFFLINE_DECLARED_HERE
#endif // IMAPIOFFLINE_INCLUDED

// ---- Identifiers -------------------------------------------------------------------------------------
//
// [MAPI Constants]

// Names the global object of a profile, for HrOpenOfflineObj and HrCreateOfflineObj.
DEFINE_GUID(GUID_GlobalState, 0xfbeffd93, 0xb11f, 0x4094, 0x84, 0x2b, 0x96, 0xdc, 0xd3, 0x1e, 0x63, 0xd1);

DEFINE_GUID(IID_IMAPIOffline, 0x000672B5, 0x0000, 0x0000, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x46);
DEFINE_GUID(IID_IMAPIOfflineNotify, 0x0317bde5, 0xfc29, 0x44cd, 0x8d, 0xcd, 0x36, 0x12, 0x5a, 0x3b, 0xe9,
            0xec);
DEFINE_GUID(IID_IMAPIOfflineMgr, 0x42175607, 0xff3e, 0x4790, 0xbc, 0x18, 0x66, 0xc8, 0x64, 0x3e, 0x64, 0x24);

// ---- Creating ----------------------------------------------------------------------------------------

// Not published: its pointer must be null.
typedef struct MAPIOFFLINE_CONNECTINFO MAPIOFFLINE_CONNECTINFO;

// Makes the new object a part of another one, by the COM rules of aggregation. Here: HrCreateOfflineObj then
// gives the outer object the inner face, whose counts are the inner object's own; every other face counts on
// the outer object. The inner object holds no reference on the outer one. [MAPIOFFLINE_AGGREGATEINFO]
typedef struct MAPIOFFLINE_AGGREGATEINFO {
    ULONG ulSize;            // sizeof(MAPIOFFLINE_AGGREGATEINFO)
    IUnknown* pOuterObj;     // the outer object
    IUnknown* pRefTrackRoot; // null
} MAPIOFFLINE_AGGREGATEINFO;

// What a provider or a store hands to HrCreateOfflineObj. Read during the call only. [MAPIOFFLINE_CREATEINFO]
typedef struct MAPIOFFLINE_CREATEINFO {
    ULONG ulSize;                              // sizeof(MAPIOFFLINE_CREATEINFO)
    ULONG ulCreateFlags;                       // 0
    LPCWSTR pwszProfileName;                   // the profile, compared without regard to case
    ULONG ulCapabilities;                      // MAPIOFFLINE_CAPABILITY_ bits; 0 never leaves online
    const GUID* pGUID;                         // GUID_GlobalState, a provider's own, or null for a store
    const GUID* pInstance;                     // which of several of that GUID; null for the global object
    IMAPIOfflineMgr* pParent;                  // whose changes it inherits; null for the global object
    IUnknown* pMAPISupport;                    // the provider's support object; not used here
    MAPIOFFLINE_AGGREGATEINFO* pAggregateInfo; // null, or the outer object
    MAPIOFFLINE_CONNECTINFO* pConnectInfo;     // null
} MAPIOFFLINE_CREATEINFO;

// Opens the existing global offline object of a profile. ulReserved is 0, pGUID points to GUID_GlobalState,
// pReserved is null. [HrOpenOfflineObj]
//
// Here: case does not count in the name. Opening a profile twice gives the same object, with one reference
// for each. Since state and wish belong to the profile, a program may open, ask and release for every
// question, as the published sample does; to keep the object is faster.
//
// S_OK; MAPI_E_NOT_FOUND: no such profile, or another GUID; E_INVALIDARG: a name that is null or empty,
// another pointer that is null, or a reserved parameter in use.
typedef HRESULT(STDMETHODCALLTYPE HROPENOFFLINEOBJ)(ULONG ulReserved, LPCWSTR pwszProfileNameIn,
                                                    const GUID* pGUID, const GUID* pReserved,
                                                    IMAPIOfflineMgr** ppOfflineObj);

// Creates an offline object for a provider or a store; given GUID_GlobalState, creates or gets the global one
// of the profile. ulFlags is 0. The published use has three levels, each the parent of the next: profile,
// provider, store. An object goes offline with its parent. [HrCreateOfflineObj]
//
// Here: an object is known by profile, pGUID and pInstance, and asking again gives the same one; a null pGUID
// makes a new one each time. Without a parent an object hangs under the profile's global one. It keeps its
// parent's state alive, and no reference on its parent. The global object of a profile that nobody described
// has no servers to ask: it starts online, and is what it is set to.
//
// S_OK; E_INVALIDARG: a parameter or a member is wrong, the parent is of another profile, or the object
// exists with other capabilities, another parent or aggregation; E_OUTOFMEMORY; MAPI_E_NOT_FOUND: the profile
// has a description that cannot be used.
typedef HRESULT(STDMETHODCALLTYPE HRCREATEOFFLINEOBJ)(ULONG ulFlags, MAPIOFFLINE_CREATEINFO* pCreateInfo,
                                                      IMAPIOfflineMgr** ppOffline);

// Both are function types: a client that loads the library by name writes HROPENOFFLINEOBJ* open. These are
// the functions themselves. 32-bit Windows knows them as HrOpenOfflineObj@20 and HrCreateOfflineObj@12 too.
#ifdef __cplusplus
extern "C" {
#endif
MAPIOFFLINE_PUBLIC HRESULT STDAPICALLTYPE HrOpenOfflineObj(ULONG ulReserved, LPCWSTR pwszProfileNameIn,
                                                           const GUID* pGUID, const GUID* pReserved,
                                                           IMAPIOfflineMgr** ppOfflineObj);
MAPIOFFLINE_PUBLIC HRESULT STDAPICALLTYPE HrCreateOfflineObj(ULONG ulFlags,
                                                             MAPIOFFLINE_CREATEINFO* pCreateInfo,
                                                             IMAPIOfflineMgr** ppOffline);
#ifdef __cplusplus
}
#endif

// ---- The layout, proved where it is compiled ---------------------------------------------------------

#define MAPIOFFLINE_SIZE(Type, bits64, bits32)                                                               \
    MAPIOFFLINE_ASSERT(sizeof(Type) == (sizeof(void*) == 8 ? (bits64) : (bits32)), "size of " #Type)
#define MAPIOFFLINE_OFFSET(Type, member, bits64, bits32)                                                     \
    MAPIOFFLINE_ASSERT(offsetof(Type, member) == (sizeof(void*) == 8 ? (bits64) : (bits32)),                 \
                       #Type "." #member)

MAPIOFFLINE_SIZE(ULONG, 4, 4);
MAPIOFFLINE_SIZE(HRESULT, 4, 4);
MAPIOFFLINE_SIZE(GUID, 16, 16);

MAPIOFFLINE_SIZE(MAPIOFFLINE_AGGREGATEINFO, 24, 12);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_AGGREGATEINFO, ulSize, 0, 0);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_AGGREGATEINFO, pOuterObj, 8, 4);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_AGGREGATEINFO, pRefTrackRoot, 16, 8);

MAPIOFFLINE_SIZE(MAPIOFFLINE_CREATEINFO, 72, 40);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, ulSize, 0, 0);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, ulCreateFlags, 4, 4);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pwszProfileName, 8, 8);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, ulCapabilities, 16, 12);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pGUID, 24, 16);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pInstance, 32, 20);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pParent, 40, 24);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pMAPISupport, 48, 28);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pAggregateInfo, 56, 32);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_CREATEINFO, pConnectInfo, 64, 36);

#ifdef MAPIOFFLINE_DECLARED_HERE
MAPIOFFLINE_SIZE(MAPIOFFLINE_CALLBACK_TYPE, 4, 4);
MAPIOFFLINE_SIZE(MAPIOFFLINE_NOTIFY_TYPE, 4, 4);

MAPIOFFLINE_SIZE(MAPIOFFLINE_ADVISEINFO, 32, 24);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, ulSize, 0, 0);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, ulClientToken, 4, 4);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, CallbackType, 8, 8);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, pCallback, 16, 12);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, ulAdviseTypes, 24, 16);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_ADVISEINFO, ulStateMask, 28, 20);

MAPIOFFLINE_SIZE(MAPIOFFLINE_NOTIFY, 24, 24);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, ulSize, 0, 0);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, NotifyType, 4, 4);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, ulClientToken, 8, 8);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, Info.StateChange.ulMask, 12, 12);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateOld, 16, 16);
MAPIOFFLINE_OFFSET(MAPIOFFLINE_NOTIFY, Info.StateChange.ulStateNew, 20, 20);

MAPIOFFLINE_SIZE(IMAPIOfflineNotify, 8, 4);
MAPIOFFLINE_SIZE(IMAPIOffline, 8, 4);
MAPIOFFLINE_SIZE(IMAPIOfflineMgr, 8, 4);
#undef MAPIOFFLINE_DECLARED_HERE
#endif

#undef MAPIOFFLINE_SIZE
#undef MAPIOFFLINE_OFFSET
#undef MAPIOFFLINE_ASSERT
#undef MAPIOFFLINE_UNKNOWN_SLOTS

#if defined(__cplusplus) && defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

#endif // MAPIOFFLINE_H
