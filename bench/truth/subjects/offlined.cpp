// A mail program that is told of its profile by the Offline State API: `subject_offlined PROFILE`.
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <string>

#include <unistd.h>

#include "subscriber.h"
#include "truth/tell.h"

namespace {

using namespace offline::bench;

class Teller final : public Subscriber {
public:
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        if (notice->NotifyType != MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE)
            return;
        const std::lock_guard lock(mutex_);
        tell((notice->Info.StateChange.ulStateNew & MAPIOFFLINE_STATE_ONLINE) != 0);
    }

    // In the order in which it happened, though changes are told meanwhile.
    void tell_state_of(IMAPIOfflineMgr& manager) {
        const std::lock_guard lock(mutex_);
        ULONG state = 0;
        manager.GetCurrentState(&state);
        tell((state & MAPIOFFLINE_STATE_ONLINE) != 0);
    }

private:
    std::mutex mutex_;
};

} // namespace

int main(int count, char** words) {
    if (count != 2)
        return EXIT_FAILURE;
    const std::string name = words[1];
    static Teller teller;
    IMAPIOfflineMgr* manager = nullptr;
    ULONG token = 0;
    MAPIOFFLINE_ADVISEINFO info{sizeof info,
                                0,
                                MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,
                                &teller,
                                MAPIOFFLINE_ADVISE_TYPE_STATECHANGE,
                                MAPIOFFLINE_STATE_ALL};
    introduce("offlined");
    if (HrOpenOfflineObj(0, std::wstring(name.begin(), name.end()).c_str(), &GUID_GlobalState, nullptr,
                         &manager) != S_OK ||
        manager->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token) != S_OK) {
        std::fprintf(stderr, "subject_offlined: set MAPIOFFLINE_LOG=stderr to see why it is told nothing\n");
        return EXIT_FAILURE;
    }
    teller.tell_state_of(*manager);
    pause();
}
