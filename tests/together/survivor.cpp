// A mail program among many: registers with a profile a few times, and watches that each registration is told
// whole changes, each beginning where the last one ended. Usage: survivor PROFILE REGISTRATIONS. To each
// letter on its input, of which `+` wishes the profile online and `-` offline, it answers
// `{"state":1|2,"told":N,"agree":true|false}`; a broken promise ends it with status 3 and a line that says
// which.
#include <atomic>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>

#include <mapioffline.h>
#include <unistd.h>

namespace {

constexpr ULONG start = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START;
constexpr ULONG done = MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE;

[[noreturn]] void broken(const char* promise) {
    std::printf("broken: %s\n", promise);
    std::fflush(stdout);
    _exit(3);
}

class Registration final : public IMAPIOfflineNotify {
public:
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID riid, void** to) override {
        if (!IsEqualIID(riid, IID_IUnknown) && !IsEqualIID(riid, IID_IMAPIOfflineNotify))
            return *to = nullptr, E_NOINTERFACE;
        *to = this;
        return S_OK;
    }

    ULONG STDMETHODCALLTYPE AddRef() override { return 2; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* told) override {
        if (inside_.exchange(true))
            broken("one registration's calls overlap");
        const auto phase = static_cast<ULONG>(told->NotifyType);
        const auto& change = told->Info.StateChange;
        if (phase != next_)
            broken("a phase is left out or comes twice");
        if (change.ulStateOld == change.ulStateNew)
            broken("a change that changes nothing");
        if (phase == start && state_ != 0 && change.ulStateOld != state_)
            broken("a change does not begin where the last one ended");
        if (phase == done) {
            state_ = change.ulStateNew;
            ++told_;
        }
        next_ = phase == done ? start : phase + 1;
        inside_ = false;
    }

    ULONG state() const { return state_; }

    ULONG told() const { return told_; }

    bool is_at_rest() const { return next_ == start; }

private:
    std::atomic<bool> inside_{false};
    std::atomic<ULONG> next_{start};
    std::atomic<ULONG> state_{0}; ///< 0: not told yet
    std::atomic<ULONG> told_{0};
};

std::wstring wide(const char* text) {
    std::wstring name(std::mbstowcs(nullptr, text, 0), L'\0');
    std::mbstowcs(name.data(), text, name.size());
    return name;
}

} // namespace

int main(int count, char** words) {
    if (count != 3)
        return 2;
    std::setlocale(LC_CTYPE, "C.UTF-8");
    const auto name = wide(words[1]);
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pGUID = const_cast<GUID*>(&GUID_GlobalState);
    info.pwszProfileName = name.c_str();
    IMAPIOfflineMgr* profile = nullptr;
    if (HrCreateOfflineObj(0, &info, &profile) != S_OK)
        broken("the profile cannot be opened");
    std::deque<Registration> registrations(std::strtoul(words[2], nullptr, 10));
    for (auto& each : registrations) {
        MAPIOFFLINE_ADVISEINFO advise{};
        advise.ulSize = sizeof advise;
        advise.CallbackType = MAPIOFFLINE_CALLBACK_TYPE_NOTIFY;
        advise.pCallback = &each;
        advise.ulAdviseTypes = MAPIOFFLINE_ADVISE_TYPE_STATECHANGE;
        advise.ulStateMask = MAPIOFFLINE_STATE_ALL;
        ULONG token = 0;
        if (profile->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &advise, &token) != S_OK)
            broken("Advise fails");
    }
    char asked = 0;
    do {
        if (asked == '+' || asked == '-')
            profile->SetCurrentState(MAPIOFFLINE_FLAG_DEFAULT, MAPIOFFLINE_STATE_OFFLINE_MASK,
                                     asked == '+' ? MAPIOFFLINE_STATE_ONLINE : MAPIOFFLINE_STATE_OFFLINE,
                                     nullptr);
        ULONG state = 0;
        profile->GetCurrentState(&state);
        bool agree = true;
        ULONG told = 0;
        for (const auto& each : registrations) {
            agree = agree && each.is_at_rest() && (each.state() == 0 || each.state() == state);
            told += each.told();
        }
        std::printf("{\"state\":%u,\"told\":%u,\"agree\":%s}\n", state, told, agree ? "true" : "false");
        std::fflush(stdout);
    } while (read(STDIN_FILENO, &asked, 1) == 1);
    _exit(0);
}
