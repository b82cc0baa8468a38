#include "net/client.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <stdexcept>

#include "servers/temp_folder.h"

namespace offline::net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr ULONG client_token = 0x1234;
constexpr std::array phases{MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START, MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE,
                            MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE};

// The library looks for profiles here from its first call on.
const servers::TempFolder& config_home() {
    static const servers::TempFolder home;
    static const int set = setenv("XDG_CONFIG_HOME", home.path().c_str(), 1);
    if (set != 0)
        throw std::runtime_error("XDG_CONFIG_HOME cannot be set");
    return home;
}

void check(HRESULT result, const std::string& call) {
    if (result != S_OK)
        throw std::runtime_error(call + " failed: " + std::to_string(static_cast<ULONG>(result)));
}

} // namespace

void put_on_disk(const ClientProfile& profile) {
    std::ostringstream text;
    text << "name = \"" << profile.name << "\"\nendpoints = [";
    for (const auto& endpoint : profile.endpoints)
        text << '"' << endpoint << "\", ";
    text << "]\nrequire = \"" << profile.require << "\"\n[probe]\ninterval = \"" << profile.interval
         << "\"\ntimeout = \"" << profile.timeout << "\"\nstrikes = " << profile.strikes << "\nretry = \""
         << profile.retry << "\"\nretry_max = \"" << profile.retry_max
         << "\"\n[settle]\ndamping = " << (profile.damping ? "true" : "false") << "\n";
    std::filesystem::create_directories(config_home().path() / "offlined" / "profiles");
    const auto written = config_home().write("offlined/" + profile.name, text.str());
    std::filesystem::rename(written, config_home().path() / "offlined/profiles" / (profile.name + ".toml"));
}

Client::Client(const ClientProfile& profile) {
    put_on_disk(profile);
    std::string why;
    session_ = Session::open(profile.name, &why);
    if (!session_)
        throw std::runtime_error(why);
    const std::wstring name(profile.name.begin(), profile.name.end());
    check(HrOpenOfflineObj(0, name.c_str(), &GUID_GlobalState, nullptr, &manager_), "HrOpenOfflineObj");
    MAPIOFFLINE_ADVISEINFO info{sizeof info,
                                client_token,
                                MAPIOFFLINE_CALLBACK_TYPE_NOTIFY,
                                this,
                                MAPIOFFLINE_ADVISE_TYPE_STATECHANGE,
                                MAPIOFFLINE_STATE_ALL};
    check(manager_->Advise(MAPIOFFLINE_ADVISE_DEFAULT, &info, &token_), "Advise");
    reasons_ = session_->subscribe([this](const Notification&) {
        const std::lock_guard lock(mutex_);
        moved_.notify_all();
    });
}

Client::~Client() {
    manager_->Unadvise(MAPIOFFLINE_UNADVISE_DEFAULT, token_);
    manager_->Release();
}

State Client::state() const {
    ULONG state = 0;
    check(manager_->GetCurrentState(&state), "GetCurrentState");
    return State{static_cast<std::uint8_t>(state)};
}

StateChange Client::change(std::size_t nth, std::chrono::nanoseconds limit) {
    std::unique_lock lock(mutex_);
    if (!moved_.wait_for(lock, limit, [&] { return told_.size() >= nth * phases.size(); }))
        throw std::runtime_error("change " + std::to_string(nth) + " was not told; heard " +
                                 std::to_string(told_.size()) + " calls of Notify");
    return nth_change(nth);
}

std::size_t Client::changes() const {
    const std::lock_guard lock(mutex_);
    return (told_.size() + phases.size() - 1) / phases.size();
}

bool Client::meets(Reason wanted, std::chrono::nanoseconds limit) {
    std::unique_lock lock(mutex_);
    return moved_.wait_for(lock, limit, [&] { return reason() == wanted; });
}

bool Client::hears_nothing_for(std::chrono::nanoseconds time) {
    std::unique_lock lock(mutex_);
    const auto heard = told_.size();
    return !moved_.wait_for(lock, time, [&] { return told_.size() != heard; }) && heard % phases.size() == 0;
}

HRESULT Client::QueryInterface(REFIID iid, void** object) {
    if (iid != IID_IUnknown && iid != IID_IMAPIOfflineNotify) {
        *object = nullptr;
        return E_NOINTERFACE;
    }
    *object = static_cast<IMAPIOfflineNotify*>(this);
    return S_OK;
}

void Client::Notify(const MAPIOFFLINE_NOTIFY* notify) {
    const auto at = Clock::now();
    const std::lock_guard lock(mutex_);
    told_.push_back({*notify, at});
    moved_.notify_all();
}

// The promises of the API are checked where they are read: the phases in order, and each change begun where
// the last one ended.
StateChange Client::nth_change(std::size_t nth) const {
    const auto first = (nth - 1) * phases.size();
    const auto& states = told_[first].notify.Info.StateChange;
    for (std::size_t i = 0; i < phases.size(); ++i) {
        const auto& notify = told_[first + i].notify;
        const auto& now = notify.Info.StateChange;
        if (notify.ulSize != sizeof notify || notify.NotifyType != phases[i] ||
            notify.ulClientToken != client_token || now.ulMask != MAPIOFFLINE_STATE_OFFLINE_MASK ||
            now.ulStateOld != states.ulStateOld || now.ulStateNew != states.ulStateNew)
            throw std::logic_error("a phase of change " + std::to_string(nth) + " is not as promised");
    }
    if (first > 0 && told_[first - 1].notify.Info.StateChange.ulStateNew != states.ulStateOld)
        throw std::logic_error("change " + std::to_string(nth) + " does not begin where the last one ended");
    return {State{static_cast<std::uint8_t>(states.ulStateOld)},
            State{static_cast<std::uint8_t>(states.ulStateNew)}, told_[first].at, told_[first + 1].at,
            told_[first + 2].at};
}

} // namespace offline::net
