#pragma once

#include "base/timestamp.h"
#include "model/evidence.h"
#include "model/profile.h"
#include "model/traffic.h"
#include "model/verdict.h"

namespace offline::judge {

/// How new facts enter the evidence. Pure, like the judgement itself.

/// Something happened that may change the answer: look now, and begin the back-off anew.
void want_look(model::EndpointEvidence& evidence);

/// Something happened that may help: the next look comes as soon as after a first failure. Returns whether
/// that is sooner.
bool begin_back_off_anew(model::EndpointEvidence& evidence);

/// A program says what it just met; nothing where the last look met the same.
void remember_report(model::EndpointEvidence& evidence, bool ok);

/// A look began; `jitter` (0 … 1) spreads the one after it.
void remember_begun(model::EndpointEvidence& evidence, base::Instant now, double jitter);

/// A look was given up before it said anything.
void remember_abandoned(model::EndpointEvidence& evidence);

/// A look is complete.
void remember_look(model::EndpointEvidence& evidence, model::Look look, const model::ProbePolicy& policy);

/// Whether the next look would be made for no other reason than that the interval is over: then traffic can
/// take its place.
bool is_routine(const model::EndpointEvidence& evidence) noexcept;

/// What programs' own connections have received by the time of a routine look. Payload is as good as an
/// answer; acknowledgements prove the way and not the service, and put the look off once.
void remember_traffic(model::EndpointEvidence& evidence, const model::Traffic& traffic, base::Instant now);

/// The kernel's present answer for the way to the endpoint. A server behind a way that was firmly closed must
/// answer anew.
void remember_way(model::EndpointEvidence& evidence, model::WayEvidence way);

/// The machine slept, and everybody was told that it would: what was met before says nothing of now. Each
/// server must answer anew, and the first complete look decides, but for what the policy's settling asks.
void remember_sleep(model::Evidence& evidence);

/// A verdict was told.
void remember_verdict(model::Evidence& evidence, const model::Verdict& verdict, base::Instant now);

} // namespace offline::judge
