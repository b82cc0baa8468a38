#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/timestamp.h"
#include "model/endpoint.h"
#include "model/evidence.h"
#include "model/profile.h"

namespace offline::judge {

/// What one endpoint's evidence says; combined, what a profile's endpoints say.
struct Opinion {
    enum class Kind : std::uint8_t { not_judged, answers, fails } kind = Kind::not_judged;
    Reason reason = Reason::unknown;
    std::string detail{sentence(Reason::unknown)};
    std::optional<base::Instant> again_at; ///< a grace ends then
};

/// A renewal or re-keying deletes a route or address and adds it again within milliseconds.
inline constexpr auto grace = std::chrono::milliseconds(10);

/// A server that restarts is back within seconds; strikes further apart would only tell the truth later.
inline constexpr auto between_strikes = std::chrono::seconds(1);

/// Whether one look with that failure decides about a server that answered before: more looks would say the
/// same.
bool decides_alone(Reason reason) noexcept;

/// Whether the server answered once and has fewer strikes against it since than would make it count as gone.
bool counts_as_there(const model::EndpointEvidence& evidence, const model::ProbePolicy& policy) noexcept;

/// Whether the way is closed for good: its link is lost, or the grace is over.
bool firmly_closed(const model::WayEvidence& way, base::Instant now) noexcept;

Opinion opinion_of(const model::Endpoint& endpoint, const model::EndpointEvidence& evidence,
                   const model::ProbePolicy& policy, base::Instant now);

/// `any`: one that answers is enough, and all must fail for a failure. `all`: one failure is enough.
/// The reason of a failure is that of the endpoint that got furthest; among equals the first one's.
Opinion combine(std::span<const Opinion> opinions, model::Require require);

std::optional<base::Instant> earlier(std::optional<base::Instant> a, std::optional<base::Instant> b) noexcept;

} // namespace offline::judge
