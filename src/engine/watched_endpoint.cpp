#include "engine/watched_endpoint.h"

#include <algorithm>
#include <utility>

#include "judge/opinion.h"
#include "judge/remember.h"

namespace offline::engine {
namespace {

constexpr std::size_t most_addresses = 16;
constexpr auto a_moment = std::chrono::seconds(1); // by then TCP itself has repeated what was lost

bool lead_alike(const std::vector<model::Way>& a, const std::vector<model::Way>& b) {
    return std::ranges::equal(a, b, [](const auto& x, const auto& y) { return x.leads_as(y); });
}

bool contains(const std::vector<model::Address>& addresses, const model::Address& address) {
    return std::ranges::find(addresses, address) != addresses.end();
}

// One open way is enough; where all are closed, a lost link says that there is nothing to wait for.
model::WayEvidence summary(const std::vector<model::Way>& ways, base::Instant now) {
    const auto open = std::ranges::find_if(ways, &model::Way::open);
    const auto lost = std::ranges::find_if(ways, &model::Way::link_lost);
    const auto& telling = open != ways.end() ? *open : lost != ways.end() ? *lost : ways.front();
    return {.open = telling.open,
            .link_lost = !telling.open && telling.link_lost,
            .since = now,
            .detail = telling.detail};
}

} // namespace

WatchedEndpoint::WatchedEndpoint(model::Endpoint endpoint) : endpoint_(std::move(endpoint)) {}

std::vector<model::Way> WatchedEndpoint::current_ways(model::Ways& ways) const {
    const bool same_questions = ways_.size() == std::max<std::size_t>(known_.size(), 1);
    const auto last = [&](std::size_t i) { return same_questions ? &ways_[i] : nullptr; };
    std::vector<model::Way> now;
    for (std::size_t i = 0; i < known_.size(); ++i)
        now.push_back(ways.to({known_[i], endpoint_.port}, last(i)));
    if (!known_.empty())
        return now;

    now.push_back(ways.to_the_internet(last(0)));
    // Without an address only this much is certain: with no interface to use, no name server can be asked. A
    // LAN without a default route may well have one.
    if (endpoint_.is_default_route() || !now.front().known)
        return now;
    now.front().open = ways.any_interface_usable();
    if (!now.front().open)
        now.front().detail = "no interface has carrier and an address";
    return now;
}

bool WatchedEndpoint::ask_ways(model::Ways& ways, model::EndpointEvidence& evidence, base::Instant now) {
    if (const auto literal = endpoint_.literal())
        known_ = {*literal}; // the interface in it may have come or gone
    ways_ = current_ways(ways);
    if (!ways_.front().known && !evidence.way)
        return false;

    const auto before = evidence.way;
    judge::remember_way(evidence, summary(ways_, now));
    const auto& way = *evidence.way;
    if (wants_looks() && way.open && !evidence.look_wanted) {
        const bool came_back = before && judge::firmly_closed(*before, now);
        if (came_back || !lead_alike(ways_, looked_over_)) {
            judge::want_look(evidence);
            led_anew_ = now;
        }
    }
    return evidence.look_wanted || !before || before->open != way.open ||
           before->link_lost != way.link_lost || before->detail != way.detail;
}

bool WatchedEndpoint::is_led_anew(base::Instant now) const noexcept {
    return led_anew_ && now - *led_anew_ < a_moment;
}

model::Traffic WatchedEndpoint::traffic(model::Ways& ways) const {
    return ways.traffic_with(known_, endpoint_.port);
}

void WatchedEndpoint::learn(const model::Look& look, model::Ways& ways) {
    if (look.ok && look.address && !look.address->is_unspecified() && !contains(proved_, *look.address))
        proved_.push_back(*look.address);
    if (proved_.size() > most_addresses)
        proved_.erase(proved_.begin());
    if (look.resolved.empty() || endpoint_.literal())
        return;

    auto addresses = look.resolved;
    // What once was good is worth a try when the name leads nowhere, or cannot be asked for.
    for (const auto& address : proved_)
        if (!contains(addresses, address) && addresses.size() < most_addresses)
            addresses.push_back(address);
    if (addresses == known_)
        return;
    known_ = std::move(addresses);
    ways_.clear();
    ways_ = looked_over_ = current_ways(ways);
}

std::optional<model::Look> WatchedEndpoint::presentation(const model::EndpointEvidence& evidence) const {
    if (!evidence.way || (wants_looks() && evidence.way->open)) {
        auto last = evidence.last;
        if (last && evidence.received)
            last->detail += "; since then a program's own connection has received data";
        return last;
    }
    const auto& way = *evidence.way;
    model::Look look{
        .ok = way.open, .reason = way.open ? Reason::ok : Reason::no_route, .detail = way.detail};
    look.steps.push_back({model::StepKind::route, way.open, {}, way.detail});
    look.at = way.since;
    return look;
}

} // namespace offline::engine
