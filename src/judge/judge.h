#pragma once

#include "base/timestamp.h"
#include "model/evidence.h"
#include "model/profile.h"
#include "model/verdict.h"

namespace offline::judge {

/// Decides about a profile: the same evidence, policy and time always give the same verdict. All of it stands
/// as tables in tests/judge/table_test.cpp.
///
/// `unknown` counts as online. The first complete look decides; later an answering server counts as gone only
/// after the policy's strikes, except where one look says it all. Routing decides at once and needs no look.
model::Verdict judge(const model::Evidence& evidence, const model::Profile& profile, base::Instant now);

} // namespace offline::judge
