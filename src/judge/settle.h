#pragma once

#include "judge/opinion.h"
#include "model/evidence.h"
#include "model/profile.h"
#include "model/verdict.h"

namespace offline::judge {

/// How long a profile that flaps is held offline before its next return is told: nothing for the first two
/// returns within a minute, then 3 s, 6 s, 12 s … 60 s.
std::chrono::nanoseconds damping_hold(std::size_t returns_told_within_a_minute) noexcept;

/// Turns what the endpoints say into what is told: a change must have lasted as long as the policy asks.
model::Verdict settle(const Opinion& met, const model::Evidence& evidence, const model::SettlePolicy& policy,
                      base::Instant now);

} // namespace offline::judge
