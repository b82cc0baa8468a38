#include "judge/history.h"

#include "judge/judge.h"
#include "judge/remember.h"

namespace offline::judge {
namespace {

Fact of_endpoint(base::Duration at, std::function<void(model::EndpointEvidence&, base::Instant)> enter) {
    return {at, [enter = std::move(enter)](model::Evidence& evidence, const auto&, base::Instant now) {
                enter(evidence.endpoints[0], now);
            }};
}

Fact look_ends(model::Look look, base::Duration began, base::Duration at, double jitter = 0) {
    return {at, [=](model::Evidence& evidence, const model::ProbePolicy& policy, base::Instant now) mutable {
                auto& endpoint = evidence.endpoints[0];
                remember_begun(endpoint, birth + began, jitter);
                look.ok = look.reason == Reason::ok;
                look.at = now;
                remember_look(endpoint, look, policy);
            }};
}

Fact way(bool open, bool link_lost, base::Duration at) {
    return of_endpoint(at, [=](auto& endpoint, base::Instant now) {
        remember_way(endpoint, {.open = open, .link_lost = link_lost, .since = now});
        if (open)
            want_look(endpoint);
    });
}

Fact traffic(model::Traffic heard, base::Duration at) {
    return of_endpoint(at, [=](auto& endpoint, base::Instant now) {
        if (is_routine(endpoint))
            remember_traffic(endpoint, heard, now);
    });
}

} // namespace

Fact look(Reason met, base::Duration at) { return look_ends({.reason = met}, at, at); }

Fact look(Reason met, base::Duration began, base::Duration at) {
    return look_ends({.reason = met}, began, at);
}

Fact slow_look(Reason met, base::Duration at) {
    return look_ends({.reason = met, .bytes_arriving = true}, at, at);
}

Fact look_spread_most(Reason met, base::Duration at) { return look_ends({.reason = met}, at, at, 1); }

Fact look_begins(base::Duration at) {
    return of_endpoint(at, [](auto& endpoint, base::Instant now) { remember_begun(endpoint, now, 0); });
}

Fact way_open(base::Duration at) { return way(true, false, at); }

Fact way_closed(base::Duration at) { return way(false, false, at); }

Fact link_lost(base::Duration at) { return way(false, true, at); }

Fact look_wanted(base::Duration at) {
    return of_endpoint(at, [](auto& endpoint, base::Instant) { want_look(endpoint); });
}

Fact reported(bool ok, base::Duration at) {
    return of_endpoint(at, [=](auto& endpoint, base::Instant) { remember_report(endpoint, ok); });
}

Fact payload(base::Duration received, base::Duration at) {
    return traffic({.payload = birth + received, .acknowledgement = birth + received}, at);
}

Fact acknowledgement(base::Duration received, base::Duration at) {
    return traffic({.payload = {}, .acknowledgement = birth + received}, at);
}

Fact woken(base::Duration at) {
    return {at, [](model::Evidence& evidence, const auto&, base::Instant) {
                remember_sleep(evidence);
                for (auto& endpoint : evidence.endpoints)
                    want_look(endpoint);
            }};
}

Fact metered(base::Duration at) {
    return {at, [](model::Evidence& evidence, const auto&, base::Instant) { evidence.metered = true; }};
}

Fact second(Fact fact) {
    auto enter = [first = std::move(fact.enter)](model::Evidence& evidence, const auto& policy,
                                                 base::Instant now) {
        std::swap(evidence.endpoints[0], evidence.endpoints[1]);
        first(evidence, policy, now);
        std::swap(evidence.endpoints[0], evidence.endpoints[1]);
    };
    return {fact.at, std::move(enter)};
}

model::Verdict verdict_of(const std::vector<Fact>& facts, const model::Profile& profile, base::Duration now) {
    model::Evidence evidence;
    evidence.endpoints.resize(profile.endpoints.size());
    const auto judged = [&](base::Duration at) {
        auto verdict = judge(evidence, profile, birth + at);
        remember_verdict(evidence, verdict, birth + at);
        return verdict;
    };
    for (const auto& fact : facts) {
        fact.enter(evidence, profile.probe, birth + fact.at);
        judged(fact.at);
    }
    return judged(now);
}

} // namespace offline::judge
