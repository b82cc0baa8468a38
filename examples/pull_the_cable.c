// Watches a mail profile through the Offline State API, in C. Start it and pull the cable: each change is
// printed as it is told, in its three phases. Press Enter to end.
//
//     pull_the_cable_c Work
#include <locale.h>
#include <mapioffline.h>
#include <stdio.h>
#include <stdlib.h>

// ---- The callback: an object that the runtime calls at every change ----

static const char* phase_name(MAPIOFFLINE_NOTIFY_TYPE phase) {
    switch (phase) {
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START:
        return "START";
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE:
        return "STATECHANGE";
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE:
        return "DONE";
    }
    return NULL;
}

static const char* state_name(ULONG state) { return state & MAPIOFFLINE_STATE_ONLINE ? "online" : "offline"; }

// Comes on a thread of the runtime. What it does not know, a client must ignore.
static void STDMETHODCALLTYPE notify(IMAPIOfflineNotify* This, const MAPIOFFLINE_NOTIFY* notice) {
    const char* phase = phase_name(notice->NotifyType);
    (void)This;
    if (phase != NULL && notice->Info.StateChange.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK)
        printf("%-11s  %s -> %s\n", phase, state_name(notice->Info.StateChange.ulStateOld),
               state_name(notice->Info.StateChange.ulStateNew));
}

static HRESULT STDMETHODCALLTYPE query_interface(IMAPIOfflineNotify* This, REFIID riid, void** face) {
    if (IsEqualIID(riid, &IID_IUnknown) || IsEqualIID(riid, &IID_IMAPIOfflineNotify)) {
        *face = This;
        return S_OK;
    }
    *face = NULL;
    return E_NOINTERFACE;
}

// This object lives as long as the program, so there is nothing to count.
static ULONG STDMETHODCALLTYPE count_nothing(IMAPIOfflineNotify* This) {
    (void)This;
    return 1;
}

static const IMAPIOfflineNotifyVtbl methods = {query_interface, count_nothing, count_nothing, notify};
static IMAPIOfflineNotify callback = {&methods};

// ---- The program ----

static int failed(const char* what, HRESULT result) {
    fprintf(stderr, "%s: error 0x%08X\n", what, (unsigned)result);
    return EXIT_FAILURE;
}

int main(int argc, char** argv) {
    wchar_t profile[256];
    IMAPIOfflineMgr* manager = NULL;
    ULONG token = 0;
    ULONG state = 0;

    setlocale(LC_ALL, "");
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    if (argc != 2 || mbstowcs(profile, argv[1], 256) >= 256) {
        fprintf(stderr, "usage: %s PROFILE\n", argv[0]);
        return 2;
    }

    HRESULT result = HrOpenOfflineObj(0, profile, &GUID_GlobalState, NULL, &manager);
    if (FAILED(result))
        return failed(argv[1], result);

    MAPIOFFLINE_ADVISEINFO registration = {
        .ulSize = sizeof registration,
        .CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,
        .pCallback = (IUnknown*)&callback,
        .ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE,
        .ulStateMask = MAPIOFFLINE_STATE_ALL,
    };
    result = IMAPIOfflineMgr_Advise(manager, MAPIOFFLINE_ADVISE_DEFAULT, &registration, &token);
    if (SUCCEEDED(result)) {
        IMAPIOfflineMgr_GetCurrentState(manager, &state);
        printf("%s is %s\n", argv[1], state_name(state));

        for (int key = getchar(); key != '\n' && key != EOF; key = getchar()) {
        }
        // When this returns, notify() is not running and never will again.
        IMAPIOfflineMgr_Unadvise(manager, MAPIOFFLINE_UNADVISE_DEFAULT, token);
    }
    IMAPIOfflineMgr_Release(manager);
    return SUCCEEDED(result) ? EXIT_SUCCESS : failed("Advise", result);
}
