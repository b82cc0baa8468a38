#pragma once

#include <optional>
#include <string>
#include <vector>

#include <offline/reason.h>

#include "base/timestamp.h"

namespace offline::model {

/// What the engine holds true of a profile with endpoints, and when it wants to think again.
struct Verdict {
    State state = State::online;
    Reason reason = Reason::unknown; ///< `unknown` is online: nothing speaks against it
    std::string detail{sentence(Reason::unknown)};
    State met = State::online;                   ///< what the endpoints say, before settling
    std::optional<base::Instant> judge_again_at; ///< it may change then without any new fact
    std::vector<std::optional<base::Instant>>
        look_at; ///< when each endpoint wants to be looked at; none: when something happens
};

/// Whether that can be a verdict: `user`, `suspended` and `parent` are not the servers' words, and `ok` and
/// `unknown` belong to online.
inline bool is_of_servers(State state, Reason reason) {
    const bool online = reason == Reason::ok || reason == Reason::unknown;
    const bool nobodys = reason == Reason::user || reason == Reason::suspended || reason == Reason::parent;
    return state == State::online ? online : !online && !nobodys;
}

/// `online`, `offline` or `unknown`: the contract's word for a verdict.
inline std::string_view verdict_word(const Verdict& verdict) {
    return verdict.reason == Reason::unknown ? "unknown" : word(verdict.state);
}

} // namespace offline::model
