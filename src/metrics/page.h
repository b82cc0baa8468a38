#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <offline/reason.h>

#include "metrics/looks.h"

namespace offline::metrics {

/// How often a profile changed its state to that one, for that reason.
using Changes = std::map<std::pair<State, Reason>, std::uint64_t>;

/// One profile, as it is told.
struct Profile {
    std::string name;
    State state{};
    Reason reason{};
    State wish{};
    std::optional<std::chrono::microseconds> since; ///< 1970: when the state last changed, if it ever did
    Changes changes;
    std::uint64_t suppressed{}; ///< events of the kernel's that changed nothing for it
    std::size_t laggards{};     ///< connections that a change waits for no more
};

/// What is told at `/metrics`: all series, in Prometheus's text format. docs/man/offlined.8.scd describes
/// each.
std::string page(const std::vector<Profile>& profiles, const Looks& looks, const std::string& version);

} // namespace offline::metrics
