// Watches a mail profile through the Offline State API, in C++. Start it and pull the cable: each change is
// printed as it is told, in its three phases. Press Enter to end.
//
//     pull_the_cable_cpp Work
#include <clocale>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <mapioffline.h>
#include <memory>
#include <string>

namespace {

const char* phase_name(MAPIOFFLINE_NOTIFY_TYPE phase) {
    switch (phase) {
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START:
        return "START";
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE:
        return "STATECHANGE";
    case MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE:
        return "DONE";
    }
    return nullptr;
}

const char* state_name(ULONG state) { return state & MAPIOFFLINE_STATE_ONLINE ? "online" : "offline"; }

// The callback: an object that the runtime calls at every change, on a thread of its own.
class Printer final : public IMAPIOfflineNotify {
public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        const auto& change = notice->Info.StateChange;
        const char* phase = phase_name(notice->NotifyType);
        // What it does not know, a client must ignore.
        if (phase != nullptr && change.ulMask == MAPIOFFLINE_STATE_OFFLINE_MASK)
            std::cout << std::left << std::setw(13) << phase << state_name(change.ulStateOld) << " -> "
                      << state_name(change.ulStateNew) << std::endl;
    }

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** face) override {
        const bool known = riid == IID_IUnknown || riid == IID_IMAPIOfflineNotify;
        *face = known ? this : nullptr;
        return known ? S_OK : E_NOINTERFACE;
    }

    // It outlives its registration, since Unadvise waits for the last call: there is nothing to count.
    ULONG STDMETHODCALLTYPE AddRef() override { return 1; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }
};

struct ReleaseIt {
    void operator()(IUnknown* object) const { object->Release(); }
};

using Manager = std::unique_ptr<IMAPIOfflineMgr, ReleaseIt>;

Manager open(const char* profile) {
    std::wstring name(std::mbstowcs(nullptr, profile, 0) + 1, L'\0');
    std::mbstowcs(name.data(), profile, name.size());
    IMAPIOfflineMgr* manager = nullptr;
    HrOpenOfflineObj(0, name.c_str(), &GUID_GlobalState, nullptr, &manager);
    return Manager(manager);
}

} // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_ALL, "");
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " PROFILE\n";
        return 2;
    }

    const Manager manager = open(argv[1]);
    if (!manager) {
        std::cerr << argv[1] << ": no such profile\n";
        return EXIT_FAILURE;
    }

    Printer printer;
    MAPIOFFLINE_ADVISEINFO registration{};
    registration.ulSize = sizeof registration;
    registration.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
    registration.pCallback = &printer;
    registration.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
    registration.ulStateMask = MAPIOFFLINE_STATE_ALL;

    ULONG token = 0;
    if (FAILED(manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &registration, &token))) {
        std::cerr << "no notifications to be had\n";
        return EXIT_FAILURE;
    }

    ULONG state = 0;
    manager->GetCurrentState(&state);
    std::cout << argv[1] << " is " << state_name(state) << std::endl;

    std::string line;
    std::getline(std::cin, line);
    manager->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token);
}
