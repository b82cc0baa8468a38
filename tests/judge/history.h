#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "base/duration.h"
#include "judge/life.h"

namespace offline::judge {

/// Something that became known at a moment, counted from the beginning of the evidence. Each enters as the
/// engine enters it, by judge/remember.h.
struct Fact {
    base::Duration at;
    std::function<void(model::Evidence&, const model::ProbePolicy&, base::Instant)> enter;
};

/// A look that ended so; it took no time, where it is not said when it began.
Fact look(Reason met, base::Duration at);
Fact look(Reason met, base::Duration began, base::Duration at);
/// One whose time was up while bytes still came.
Fact slow_look(Reason met, base::Duration at);
/// One after which the next is spread as far as can be.
Fact look_spread_most(Reason met, base::Duration at);
Fact look_begins(base::Duration at);

Fact way_open(base::Duration at);
/// The route or the address goes; the link stays.
Fact way_closed(base::Duration at);
Fact link_lost(base::Duration at);

/// A wish, a hint, other name servers.
Fact look_wanted(base::Duration at);
Fact reported(bool ok, base::Duration at);
/// What programs' own connections had received by then, and when.
Fact payload(base::Duration received, base::Duration at);
Fact acknowledgement(base::Duration received, base::Duration at);
/// The machine wakes from a sleep that it had announced.
Fact woken(base::Duration at);
Fact metered(base::Duration at);

/// The same of the second endpoint.
Fact second(Fact fact);

/// What the facts come to, each judged at its moment, and then all of them at `now`.
model::Verdict verdict_of(const std::vector<Fact>& facts, const model::Profile& profile, base::Duration now);

/// When the evidence begins.
inline constexpr base::Instant birth{1h};

} // namespace offline::judge
