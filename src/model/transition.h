#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <offline/reason.h>

#include "base/timestamp.h"

namespace offline::model {

/// The three calls of one change, in order. The values are those of MAPIOFFLINE_NOTIFY_TYPE.
enum class Phase : std::uint8_t { start = 1, statechange = 2, done = 3 };

/// `START`, `STATECHANGE`, `DONE`.
std::string_view word(Phase phase) noexcept;

/// A state with its cause: what is true of an object, and why.
struct Standing {
    State state = State::online;
    Reason reason = Reason::unknown;
    std::string detail{sentence(Reason::unknown)};
    base::Instant since{}; ///< when the state last flipped; the epoch where that is not known
};

/// From one standing to the next: of a change `from` and `to` differ; where only the reason moved they are
/// equal.
struct Transition {
    State from = State::online;
    State to = State::online;
    Reason old_reason = Reason::unknown;
    Reason reason = Reason::unknown;
    std::string detail;
};

} // namespace offline::model
