#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <offline/reason.h>

#include "base/timestamp.h"
#include "model/address.h"

namespace offline::model {

enum class StepKind : std::uint8_t { resolve, route, connect, tls, greeting };

/// The step as the contract spells it.
std::string_view word(StepKind kind) noexcept;

/// One step of a look: did it come off, how long did it take, what was met.
struct Step {
    StepKind kind{};
    bool ok{};
    std::chrono::nanoseconds took{};
    std::string detail;
};

/// One look at one endpoint: what a probe found, whole. Without a single step it was never begun.
struct Look {
    bool ok{};
    Reason reason = Reason::unknown;
    std::string detail;             ///< one human sentence, with the server's own words where it spoke
    std::optional<Address> address; ///< the address that answered, or that got furthest
    std::vector<Address> resolved; ///< every address that the name has now; empty where it could not be found
    std::vector<Step> steps; ///< in the order they were made; of raced connections, the one that got furthest
    std::chrono::nanoseconds total{};
    base::Instant at{}; ///< when it ended
    /// Until when the certificate holds that the server showed, good or not; none where it showed none.
    std::optional<std::chrono::sys_seconds> certificate_until;
    bool bytes_arriving{}; ///< time was up while the peer's bytes still came: slow, not silent
};

/// How far a failed look got: a higher number is further (greeting before TLS before connect before DNS
/// before route).
int depth(Reason reason) noexcept;

} // namespace offline::model
