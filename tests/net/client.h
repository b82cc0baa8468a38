#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <mapioffline.h>
#include <offline/session.h>

#include "net/kernel.h"

namespace offline::net {

/// What a profile file says. The policy is one that makes a scenario take seconds.
struct ClientProfile {
    std::string name = "Work";
    std::vector<std::string> endpoints;
    std::string require = "any";
    std::string interval = "2s";
    std::string timeout = "1s";
    int strikes = 3;
    std::string retry = "1s";
    std::string retry_max = "2s";
    bool damping = true;
};

/// Writes it below a temporary XDG_CONFIG_HOME of this process and its children.
void put_on_disk(const ClientProfile& profile);

/// One change of the state as a callback met it: when it was entered for START, STATECHANGE and DONE.
struct StateChange {
    State from{}, to{};
    Stamp start, statechange, done;
};

/// A mail program: it knows <mapioffline.h> and hears what that tells. The reasons, which that API does not
/// carry, come by <offline/session.h> of the same library.
///
///     Client mail({.endpoints = {"imap://203.0.113.9"}});
///     ASSERT_TRUE(mail.meets(Reason::ok));
///     const Stamp pulled = lan.near().down();
///     const auto change = mail.change(1);
///     EXPECT_EQ(change.to, State::offline);
///     EXPECT_LT(change.statechange - pulled, 200ms);
///     EXPECT_EQ(mail.reason(), Reason::no_route);
///     EXPECT_TRUE(mail.hears_nothing_for(500ms));
///
/// Made after its world, by the thread that is the world's client. The library watches one network for the
/// life of the process, so each test has a process of its own, as CTest gives it. The profile is written
/// below a temporary XDG_CONFIG_HOME. Everything that fails throws, and so does a promise of the API that is
/// broken. Threads: any.
class Client final : private IMAPIOfflineNotify {
public:
    static constexpr auto patience = std::chrono::seconds(10);

    explicit Client(const ClientProfile& profile);
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// By GetCurrentState.
    State state() const;

    Reason reason() const { return session_->status().reason; }

    std::string detail() const { return session_->status().detail; }

    /// It has tried to work, and says what it met.
    void reports(Met met) { session_->report(met); }

    /// How much news of the kernel's changed nothing for it.
    std::uint64_t suppressed() const { return session_->suppressed(); }

    /// The nth change that was told, from 1, once its DONE has come; throws where it has not come in time.
    StateChange change(std::size_t nth, std::chrono::nanoseconds limit = patience);
    /// How many changes were told, the unfinished one included.
    std::size_t changes() const;

    /// Waits for the profile to have that reason: true; or the limit is over: false.
    bool meets(Reason reason, std::chrono::nanoseconds limit = patience);

    /// Whether no Notify comes for so long, and none is half-told.
    bool hears_nothing_for(std::chrono::nanoseconds time);

private:
    struct Told {
        MAPIOFFLINE_NOTIFY notify;
        Stamp at;
    };

    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void** object) override;

    ULONG STDMETHODCALLTYPE AddRef() override { return 1; }

    ULONG STDMETHODCALLTYPE Release() override { return 1; }

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notify) override;

    StateChange nth_change(std::size_t nth) const;

    mutable std::mutex mutex_;
    std::condition_variable moved_;
    std::vector<Told> told_;

    IMAPIOfflineMgr* manager_ = nullptr;
    ULONG token_ = 0;
    std::optional<Session> session_;
    Subscription reasons_; // wakes those who wait for one
};

} // namespace offline::net
