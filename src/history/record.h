#pragma once

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <offline/reason.h>

#include "base/timestamp.h"
#include "model/transition.h"

namespace offline::history {

/// One moment on both clocks: people read the one, and lengths are measured by the other.
struct Moment {
    base::Instant monotonic;
    base::WallTime wall;

    static Moment now() { return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}; }
};

/// What one endpoint had said when a change was decided.
struct Witness {
    std::string endpoint;
    bool ok{};
    Reason reason = Reason::unknown;
    std::string detail;
    std::string address; ///< empty where none was found
    std::chrono::nanoseconds took{};

    bool operator==(const Witness&) const = default;
};

/// A profile changed its state; or its reason moved while the state stayed: `from` and `to` are equal then.
struct Change {
    std::string profile;
    model::Transition transition;
    std::vector<Witness> evidence;
    Moment at = Moment::now();
};

/// Somebody wishes a profile to work online, or offline.
struct Wish {
    std::string profile;
    State wish = State::online;
    Moment at = Moment::now();
};

/// The machine goes to sleep, or woke. A waking without a sleep before it is one that nobody announced.
struct Sleep {
    enum class Kind : bool { falls_asleep, wakes } kind = Kind::falls_asleep;
    Moment at = Moment::now();
};

/// Somebody begins to watch a profile, which then stands so, or ends to. What lies between counts neither as
/// online nor as offline.
struct Watch {
    enum class Kind : bool { begins, ends } kind = Kind::begins;
    std::string profile;
    model::Standing standing; ///< of one that begins
    Moment at = Moment::now();
};

using Record = std::variant<Change, Wish, Sleep, Watch>;

} // namespace offline::history
