#pragma once

#include <optional>

#include "judge/opinion.h"
#include "model/endpoint.h"
#include "model/evidence.h"
#include "model/profile.h"

namespace offline::judge {

/// The policy where traffic costs money.
model::ProbePolicy for_a_metered_link(model::ProbePolicy policy) noexcept;

/// When an endpoint wants to be looked at next; nothing where only an event can change what is known of it.
std::optional<base::Instant> next_look(const model::Endpoint& endpoint,
                                       const model::EndpointEvidence& evidence, const Opinion& opinion,
                                       State profile, const model::ProbePolicy& policy, base::Instant now);

} // namespace offline::judge
