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

/// `online`, `offline` or `unknown`: the contract's word for a verdict.
inline std::string_view verdict_word(const Verdict& verdict) {
    return verdict.reason == Reason::unknown ? "unknown" : word(verdict.state);
}

} // namespace offline::model
