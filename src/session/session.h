#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/duration.h"
#include "base/result.h"
#include "base/timestamp.h"
#include "dispatch/token.h"
#include "model/held_object.h"
#include "model/look.h"
#include "model/profile.h"
#include "model/source.h"
#include "model/transition.h"

namespace offline::session {

/// A profile as it is now.
struct Report {
    std::string profile;
    State state{};
    Reason reason{};
    std::string detail;
    std::optional<base::WallTime> since; ///< when the state last flipped; none where it never did
    State wish{};
    std::string verdict; ///< `online`, `offline` or `unknown`
};

/// One endpoint as a person may see it.
struct EndpointReport {
    model::Endpoint endpoint;
    std::optional<model::Look> look; ///< none: not looked at yet
    bool looking{};                  ///< a look is under way
    std::optional<base::Instant> next_look;
};

/// A profile, the evidence under its verdict, and what comes next.
struct Explanation {
    Report report;
    std::vector<EndpointReport> endpoints;
    std::uint64_t suppressed{}; ///< kernel events that changed nothing for this profile
    std::optional<std::chrono::nanoseconds> next_look_in;
    std::vector<model::Source> sources; ///< how the engine's news comes
    /// Of providers and stores, as programs hold them; of each program parents come first. None where this
    /// process judges.
    std::vector<model::HeldObject> objects;
};

/// What a subscription tells.
struct Event {
    enum class Kind : std::uint8_t {
        snapshot, ///< how things stand as the subscription begins: new_state, reason, detail
        notify,   ///< a phase of a change
        reason,   ///< the reason moved while the state stayed
    } kind{};
    model::Phase phase{}; ///< of a notify
    State old_state{}, new_state{};
    Reason old_reason{}, reason{};
    std::string detail;
    base::Instant at; ///< when the callback was entered
};

using Listener = std::function<void(const Event&)>;

class Subscription;
struct Judged;
struct Played;

/// One profile, judged in this process or by the daemon. A handle: copies are the same profile.
/// Threads: any, from inside a listener too.
class Session {
public:
    /// A profile on disk. Code::not_found, Code::profile_invalid, Code::no_daemon.
    static base::Result<Session> open(std::string_view name);
    /// The same; where there is none, one without endpoints, which is what it is set to.
    static base::Result<Session> open_or_create(std::string_view name);
    /// The same, of one that was loaded already.
    static base::Result<Session> open(model::Profile profile);
    /// A profile without a name, written "-", that ends with its last handle.
    static Session temporary(std::vector<model::Endpoint> endpoints,
                             model::Require require = model::Require::any, model::ProbePolicy probe = {});

    const std::string& name() const noexcept;
    State state() const noexcept;
    Report report() const;
    /// Without evidence where whoever judges is gone.
    Explanation explain() const;
    /// How many kernel events changed nothing for this profile.
    std::uint64_t suppressed() const;

    /// As SetCurrentState on the global object.
    base::Result<void> set(State state, bool wait) const;

    /// A program says what it just met at an endpoint, or at all of them; the engine looks at once. Nothing
    /// where the process is a fork, or ends. Code::usage where the profile has no such endpoint.
    base::Result<void> report_met(bool ok, const std::string& endpoint) const;

    /// Until end_play(), or the end of this process, that stands in the place of what the servers say, for
    /// every program. Both return when it was told. Code::no_daemon where this process judges,
    /// Code::limit_reached where another plays, Code::usage of an end where nothing is played any more.
    base::Result<void> play(const Played& played) const;
    base::Result<void> end_play() const;

    /// Waits for the first verdict; false where the limit came first.
    bool wait_judged(base::Duration limit) const;

    /// The listener gets a snapshot before this returns, on this thread, and then each event, on the
    /// runtime's threads, one at a time; nothing between the two is missed or told twice. What it throws ends
    /// there.
    Subscription subscribe(Listener listener) const;

private:
    friend class Subscription;
    struct Handle;
    explicit Session(std::shared_ptr<Handle> handle);
    static base::Result<Session> handle_of(base::Result<Judged> profile);

    std::shared_ptr<Handle> handle_;
};

/// Its destructor ends the listening: when that has returned, the listener is not running and never will
/// again. Inside the listener itself it returns at once, and the running call is the last.
class Subscription {
public:
    Subscription() = default;
    ~Subscription();
    Subscription(Subscription&&) noexcept;
    Subscription& operator=(Subscription&&) noexcept;

private:
    friend class Session;
    Subscription(std::shared_ptr<Session::Handle> handle, dispatch::Token token);

    std::shared_ptr<Session::Handle> handle_;
    dispatch::Token token_ = dispatch::Token::none;
};

/// One look at an endpoint, outside any profile.
model::Look probe_once(const model::Endpoint& endpoint, base::Duration timeout);

/// What keeps the engine of this process from hearing or asking the kernel, one line each.
std::vector<std::string> troubles();

} // namespace offline::session
