#pragma once

/// A mail profile, as a C++ program sees it: can it work online now, and if not, why?
///
/// Start here. Open a profile by its name, or name the servers yourself; read the status; subscribe to hear
/// of changes:
///
///     auto session = offline::Session::open("Work");
///     auto hear = session->subscribe([](const offline::Notification& told) { … });
///
/// Threads: every member may be called from any thread, also from inside a callback. Callbacks come on
/// threads of the library, which block every signal; one subscription's calls never overlap, those of
/// different ones may. Lifetime: a Session is a handle; copies name the same profile. State and wishes belong
/// to the profile, for the life of the process. In the child of a fork() nothing here is of use; nothing
/// hangs there either. Errors: open() and watch() say in one line what is wrong. What a callback throws ends
/// there and harms nobody else.

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <offline/export.h>
#include <offline/reason.h>
#include <offline/subscription.h>

namespace offline {

/// A profile as it is now.
struct Status {
    std::string profile;
    State state{};
    Reason reason{};    ///< `unknown` counts as online: nothing is known that speaks against it
    std::string detail; ///< one human sentence; may change between versions
    /// When the state last flipped; none where it has been the same since the program began to watch.
    std::optional<std::chrono::system_clock::time_point> since;
};

/// What a subscriber is told.
struct Notification {
    enum class Kind : std::uint8_t {
        snapshot,    ///< how things stand as the subscription begins
        start,       ///< the state is about to change from old_state to new_state
        statechange, ///< it has changed
        done,        ///< the change is complete
        reason,      ///< the reason moved while the state stayed
    } kind{};
    State old_state{}, new_state{}; ///< equal in a snapshot and where only the reason moved
    Reason reason{};                ///< of new_state
    std::string detail;
    std::chrono::steady_clock::time_point at; ///< when the callback was entered
};

/// What a program met when it spoke to a server itself.
enum class Met : std::uint8_t { ok, failed };

class OFFLINE_EXPORT Session {
public:
    using Callback = std::function<void(const Notification&)>;

    /// A profile that this user or this machine has on disk; names compare without regard to case. Nothing
    /// where there is none of that name or its file is not valid: `why` then says so.
    static std::optional<Session> open(std::string_view profile, std::string* why = nullptr);

    /// A profile without a name, of these servers, such as `imaps://mail.example.org` or `route:default`; one
    /// that answers makes it online. It is watched as long as a handle or a subscription of it lives. Nothing
    /// where one is not a URL of an endpoint: `why` then says what is wrong with it.
    static std::optional<Session> watch(const std::vector<std::string>& endpoints,
                                        std::string* why = nullptr);

    /// The state alone; never waits.
    State state() const noexcept;
    Status status() const;

    /// How much news of the kernel's changed nothing for this profile so far: links, addresses and routes
    /// that came and went without touching the way to its servers. Waits for the library's thread, for
    /// microseconds.
    std::uint64_t suppressed() const;

    /// Says what the program just met at one of the profile's servers, named by its URL as the profile writes
    /// it, or at all of them. A report changes no state: where it is not what is believed, the library looks
    /// for itself at once, or a second after its last look, and tells what it finds. Where reports keep being
    /// wrong it takes longer each time, up to the policy's `retry_max`. Returns at once. False where the
    /// profile has no such server.
    bool report(Met met, std::string_view endpoint = {}) const;

    /// Waits until the profile was judged for the first time; false where the limit came first.
    bool wait_judged(std::chrono::nanoseconds limit) const;

    /// The callback gets a snapshot before this returns, on this thread, and then each change, in order, with
    /// nothing missed or doubled between them. The Subscription's destructor unsubscribes.
    [[nodiscard]] Subscription subscribe(Callback callback) const;

private:
    struct Inner;
    explicit Session(std::shared_ptr<const Inner> inner);

    std::shared_ptr<const Inner> inner_;
};

} // namespace offline
