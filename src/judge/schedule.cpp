#include "judge/schedule.h"

#include <algorithm>

namespace offline::judge {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

constexpr double spread = 0.1;
constexpr std::uint32_t most_doublings = 20;

// A card that just came up, at either end, may not carry packets yet. The first of them asks for the
// neighbour, and the kernel repeats that question no earlier than after 1 s.
constexpr auto link_settles = 50ms;

// Later, never sooner: twelve looks an hour at the default interval, and no thirteenth.
nanoseconds spread_out(nanoseconds wait, double jitter) {
    return nanoseconds(
        static_cast<nanoseconds::rep>(static_cast<double>(wait.count()) * (1 + spread * jitter)));
}

nanoseconds back_off(const model::EndpointEvidence& evidence, State profile,
                     const model::ProbePolicy& policy) {
    // While another endpoint keeps the profile online, a dead one need not be asked oftener than a living
    // one.
    const auto most =
        profile == State::online ? std::max(policy.interval, policy.retry_max) : policy.retry_max;
    const auto doublings = std::min(std::max(evidence.retries, 1U) - 1, most_doublings);
    return policy.retry > most / (nanoseconds::rep{1} << doublings)
               ? most
               : policy.retry * (nanoseconds::rep{1} << doublings);
}

base::Instant first_chance(const model::EndpointEvidence& evidence, base::Instant now) {
    const auto& way = evidence.way;
    return way && way->link_is_back ? std::max(now, way->since + link_settles) : now;
}

// A program that cries wolf is believed, but each time it has to wait longer.
std::optional<base::Instant> after_a_report(const model::Endpoint& endpoint,
                                            const model::EndpointEvidence& evidence,
                                            const model::ProbePolicy& policy) {
    const bool closed = evidence.way && !evidence.way->open;
    if (!evidence.reported || !evidence.last || evidence.look_began || closed ||
        endpoint.scheme == model::Scheme::route)
        return std::nullopt;
    const nanoseconds shortest = between_strikes;
    const auto doubled = shortest * (1 << std::min(evidence.in_vain, most_doublings));
    return evidence.last->at + std::min(doubled, std::max(policy.retry_max, shortest));
}

std::optional<base::Instant> undisturbed(const model::Endpoint& endpoint,
                                         const model::EndpointEvidence& evidence, const Opinion& opinion,
                                         State profile, const model::ProbePolicy& policy, base::Instant now) {
    if (endpoint.scheme == model::Scheme::route || evidence.look_began)
        return std::nullopt;
    const auto& last = evidence.last;
    const bool closed = evidence.way && !evidence.way->open;
    if (!closed && (evidence.look_wanted || !last || evidence.slow))
        return first_chance(evidence, now);

    if (opinion.kind == Opinion::Kind::fails) {
        const auto from =
            std::max(last ? last->at : base::Instant{}, closed ? evidence.way->since : base::Instant{});
        return from + spread_out(back_off(evidence, profile, policy), evidence.jitter);
    }
    if (closed)
        return std::nullopt;
    if (!last->ok)
        return last->at + between_strikes;
    if (policy.interval == 0s)
        return std::nullopt;
    const auto proved =
        std::max({last->at, evidence.received.value_or(last->at), evidence.put_off.value_or(last->at)});
    return proved + spread_out(policy.interval, evidence.jitter);
}

} // namespace

model::ProbePolicy for_a_metered_link(model::ProbePolicy policy) noexcept {
    policy.interval *= policy.metered_stretch;
    return policy;
}

std::optional<base::Instant> next_look(const model::Endpoint& endpoint,
                                       const model::EndpointEvidence& evidence, const Opinion& opinion,
                                       State profile, const model::ProbePolicy& policy, base::Instant now) {
    const auto at = earlier(undisturbed(endpoint, evidence, opinion, profile, policy, now),
                            after_a_report(endpoint, evidence, policy));
    if (!at || !evidence.spoiled)
        return at;
    return std::max(*at, *evidence.spoiled + policy.retry);
}

} // namespace offline::judge
