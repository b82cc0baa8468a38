#include "judge/opinion.h"

#include <algorithm>

#include "model/look.h"

namespace offline::judge {
namespace {

using Kind = Opinion::Kind;

Opinion from_routing_alone(const model::EndpointEvidence& evidence, base::Instant now) {
    const auto& way = evidence.way;
    if (!way)
        return {};
    if (way->open)
        return {Kind::answers, Reason::ok, way->detail, {}};
    if (!firmly_closed(*way, now))
        return {Kind::answers, Reason::ok, way->detail, way->since + grace};
    return {Kind::fails, Reason::no_route, way->detail, {}};
}

Opinion from_looks(const model::EndpointEvidence& evidence, const model::ProbePolicy& policy) {
    const auto& last = evidence.last;
    if (!last && !evidence.was_closed)
        return {};
    if (last && counts_as_there(evidence, policy))
        return {Kind::answers,
                Reason::ok,
                last->ok ? last->detail : "answered before; now in doubt: " + last->detail,
                {}};
    if (!last || last->ok)
        return {Kind::fails, Reason::no_route, "the way is back; the server has not answered yet", {}};
    return {Kind::fails, last->reason, last->detail, {}};
}

} // namespace

bool decides_alone(Reason reason) noexcept {
    return reason == Reason::no_route || reason == Reason::tls_certificate || reason == Reason::protocol ||
           reason == Reason::captive_portal;
}

bool counts_as_there(const model::EndpointEvidence& evidence, const model::ProbePolicy& policy) noexcept {
    return evidence.answered && evidence.failed_in_a_row < policy.strikes;
}

bool firmly_closed(const model::WayEvidence& way, base::Instant now) noexcept {
    return !way.open && (way.link_lost || now - way.since >= grace);
}

Opinion opinion_of(const model::Endpoint& endpoint, const model::EndpointEvidence& evidence,
                   const model::ProbePolicy& policy, base::Instant now) {
    if (endpoint.scheme == model::Scheme::route)
        return from_routing_alone(evidence, now);
    if (!evidence.way || evidence.way->open)
        return from_looks(evidence, policy);
    if (firmly_closed(*evidence.way, now))
        return {Kind::fails, Reason::no_route, evidence.way->detail, {}};
    Opinion before = from_looks(evidence, policy);
    before.again_at = evidence.way->since + grace;
    return before;
}

Opinion combine(std::span<const Opinion> opinions, model::Require require) {
    const auto is = [](Kind kind) { return [kind](const Opinion& opinion) { return opinion.kind == kind; }; };
    const bool any = require == model::Require::any;
    const auto answering = std::ranges::find_if(opinions, is(Kind::answers));
    const bool undecided = std::ranges::any_of(opinions, is(Kind::not_judged));

    if (any && answering != opinions.end())
        return *answering;
    const Opinion* furthest = nullptr;
    for (const auto& opinion : opinions)
        if (opinion.kind == Kind::fails &&
            (!furthest || model::depth(opinion.reason) > model::depth(furthest->reason)))
            furthest = &opinion;
    if (furthest && !(any && undecided))
        return *furthest;
    if (undecided || answering == opinions.end())
        return {};
    return *answering;
}

std::optional<base::Instant> earlier(std::optional<base::Instant> a,
                                     std::optional<base::Instant> b) noexcept {
    if (!a || !b)
        return a ? a : b;
    return std::min(*a, *b);
}

} // namespace offline::judge
