#include "judge/remember.h"

#include <algorithm>
#include <utility>

#include "judge/opinion.h"

namespace offline::judge {
namespace {

constexpr auto memory_of_returns = std::chrono::minutes(3);
constexpr auto early = std::chrono::milliseconds(100);

// The way was gone for a moment while the look was made: that tells of the moment, and the way itself tells
// it better.
bool met_a_gap(const model::EndpointEvidence& evidence, const model::Look& look) {
    const auto& way = evidence.way;
    if (look.reason != Reason::no_route || !way)
        return false;
    return way->open ? evidence.look_began && way->since > *evidence.look_began
                     : !firmly_closed(*way, look.at);
}

// The first packets over a way that just came back are often lost: neighbours are not found yet, a switch is
// not ready. Only one look after each return can be that early.
bool was_too_early(const model::EndpointEvidence& evidence, const model::Look& look) {
    const auto& way = evidence.way;
    return look.reason == Reason::connect_timeout && evidence.was_closed && way && way->open &&
           evidence.look_began && *evidence.look_began - way->since < early;
}

// Reports may ask for many looks within a moment; together they are one strike.
bool repeats_a_strike(const model::EndpointEvidence& evidence, const model::Look& look) {
    return evidence.last && !evidence.last->ok && !decides_alone(look.reason) &&
           look.at - evidence.last->at < between_strikes;
}

} // namespace

void want_look(model::EndpointEvidence& evidence) {
    evidence.look_wanted = true;
    evidence.retries = evidence.in_vain = 0;
}

void remember_report(model::EndpointEvidence& evidence, bool ok) {
    if (!evidence.last || evidence.last->ok != ok)
        evidence.reported = true;
}

bool begin_back_off_anew(model::EndpointEvidence& evidence) {
    const bool sooner = evidence.retries > 1;
    evidence.retries = std::min(evidence.retries, 1U);
    return sooner;
}

void remember_begun(model::EndpointEvidence& evidence, base::Instant now, double jitter) {
    evidence.look_began = now;
    const bool wanted = std::exchange(evidence.look_wanted, false);
    if (wanted)
        evidence.retries = 0;
    evidence.look_for_a_report = std::exchange(evidence.reported, false);
    evidence.look_has_a_cause = wanted || evidence.look_for_a_report;
    evidence.jitter = jitter;
}

void remember_abandoned(model::EndpointEvidence& evidence) { evidence.look_began.reset(); }

void remember_look(model::EndpointEvidence& evidence, model::Look look, const model::ProbePolicy& policy) {
    const bool gap = met_a_gap(evidence, look);
    if (was_too_early(evidence, look))
        evidence.look_wanted = true;
    evidence.look_began.reset();
    evidence.spoiled.reset();
    evidence.received.reset();
    evidence.put_off.reset();
    if (look.reason == Reason::unknown) {
        evidence.spoiled = look.at;
        evidence.reported = evidence.look_has_a_cause; // it is still to be looked into, when we can
        return;
    }
    if (evidence.last && evidence.last->ok != look.ok)
        evidence.in_vain = 0;
    else if (evidence.look_for_a_report)
        ++evidence.in_vain;
    const bool given_a_second_chance = std::exchange(evidence.slow, false);
    if (look.ok) {
        evidence.answered = look.at;
        evidence.failed_in_a_row = evidence.retries = 0;
    } else if (gap) {
        evidence.look_wanted = true;
        return;
    } else if (look.bytes_arriving && !given_a_second_chance) {
        evidence.slow = true;
        return;
    } else if (counts_as_there(evidence, policy) && repeats_a_strike(evidence, look)) {
        return;
    } else {
        ++evidence.failed_in_a_row;
        if (decides_alone(look.reason))
            evidence.answered.reset();
        if (!counts_as_there(evidence, policy))
            ++evidence.retries;
    }
    evidence.last = std::move(look);
}

bool is_routine(const model::EndpointEvidence& evidence) noexcept {
    return evidence.last && evidence.last->ok && evidence.answered && !evidence.look_wanted &&
           !evidence.reported && !evidence.look_began && (!evidence.way || evidence.way->open);
}

void remember_traffic(model::EndpointEvidence& evidence, const model::Traffic& traffic, base::Instant now) {
    const auto proved = std::max(evidence.last->at, evidence.received.value_or(base::Instant{}));
    if (traffic.payload && *traffic.payload > proved) {
        evidence.received = traffic.payload;
        evidence.put_off.reset();
    } else if (traffic.acknowledgement && *traffic.acknowledgement > proved && !evidence.put_off) {
        evidence.put_off = now;
    }
}

void remember_way(model::EndpointEvidence& evidence, model::WayEvidence way) {
    auto& before = evidence.way;
    if (before && before->open == way.open) {
        before->link_lost = before->link_lost || way.link_lost;
        before->detail = std::move(way.detail);
        return;
    }
    if (before && firmly_closed(*before, way.since)) {
        evidence.answered.reset();
        evidence.was_closed = true;
    }
    way.link_is_back = way.open && before && before->link_lost;
    if (!before)
        way.link_lost = !way.open; // nothing was there that could come back within the grace
    before = std::move(way);
}

void remember_sleep(model::Evidence& evidence) {
    for (auto& endpoint : evidence.endpoints) {
        endpoint.answered.reset();
        endpoint.last.reset();
        endpoint.spoiled.reset();
        endpoint.was_closed = true;
        endpoint.slow = false;
        endpoint.failed_in_a_row = endpoint.retries = 0;
    }
    evidence.turned.reset();
    evidence.returns.clear(); // to sleep is not to flap
    evidence.judged = false;
}

void remember_verdict(model::Evidence& evidence, const model::Verdict& verdict, base::Instant now) {
    if (verdict.state == State::online && evidence.told == State::offline)
        evidence.returns.push_back(now);
    std::erase_if(evidence.returns, [&](auto told) { return now - told > memory_of_returns; });
    evidence.told = verdict.state;
    evidence.judged = evidence.judged || verdict.reason != Reason::unknown;
    if (verdict.met == evidence.told)
        evidence.turned.reset();
    else if (!evidence.turned)
        evidence.turned = now;
}

} // namespace offline::judge
