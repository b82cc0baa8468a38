#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <offline/reason.h>

#include "history/record.h"

namespace offline::history {

/// A state and its reason.
struct StateAndReason {
    State state = State::online;
    Reason reason = Reason::unknown;

    bool operator==(const StateAndReason&) const = default;
};

/// From the words on disk. A reason that a later version wrote reads as `unknown`.
inline StateAndReason read_state_and_reason(std::string_view state, std::string_view reason) {
    return {state == word(State::offline) ? State::offline : State::online,
            reason_of(reason).value_or(Reason::unknown)};
}

/// One row of the history: what happened to a profile, and the stretch that ended with it.
struct Entry {
    /// `lost`: the writer was killed, or could not write; what it missed counts as nobody watching.
    enum class Kind : std::uint8_t { begun, change, reason, wish, asleep, awake, ended, lost };

    std::int64_t profile{};
    base::WallTime time;
    Kind kind{};
    std::optional<StateAndReason> before; ///< during the stretch; none where nobody watched
    std::chrono::microseconds lasted{};   ///< the stretch
    std::chrono::microseconds state_lasted{};
    std::optional<StateAndReason> after;
    std::string_view detail;
    std::string evidence;

    /// Whether a time offline ends here.
    bool ends_an_outage() const {
        return before && before->state == State::offline &&
               ((kind == Kind::change && after && after->state == State::online) || kind == Kind::ended ||
                kind == Kind::lost);
    }
};

constexpr std::string_view word(Entry::Kind kind) {
    switch (kind) {
    case Entry::Kind::begun:
        return "begun";
    case Entry::Kind::change:
        return "change";
    case Entry::Kind::reason:
        return "reason";
    case Entry::Kind::wish:
        return "wish";
    case Entry::Kind::asleep:
        return "asleep";
    case Entry::Kind::awake:
        return "awake";
    case Entry::Kind::ended:
        return "ended";
    case Entry::Kind::lost:
        return "lost";
    }
    return "";
}

} // namespace offline::history
