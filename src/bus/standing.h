#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <offline/reason.h>

#include "model/verdict.h"
#include "sources/bus_reader.h"

namespace offline::bus {

/// How a profile stands, as the daemon tells it.
struct Standing {
    std::string name;
    std::vector<std::string> endpoints;
    State state = State::online;
    Reason reason = Reason::unknown;
    std::string detail;
    std::uint64_t since_us{}; ///< since 1970; 0: not known
    State wish = State::online;
    std::string verdict; ///< `online`, `offline` or `unknown`

    /// As what stands at the object that mirrors it.
    model::Verdict as_verdict() const { return {.state = state, .reason = reason, .detail = detail}; }
};

/// Reads an `a{sv}` of the properties of a profile; nothing where one of them cannot be understood.
std::optional<Standing> read_standing(sources::BusReader& reader);

/// `online` or `offline`; nothing for another word.
std::optional<State> state_of(std::string_view word);
/// Of that word; for one that only a later version knows, what comes closest.
Reason reason_of(std::string_view word, State state);

} // namespace offline::bus
