// ProfileOnBus::Explain() and Objects(): the engine's evidence, and what hangs under the profile, in the
// types of the bus.
#include <algorithm>
#include <chrono>
#include <utility>

#include "base/duration.h"
#include "bus/profile_on_bus.h"

namespace offline::bus {
namespace {

using Clock = std::chrono::steady_clock;
using StepOnBus = sdbus::Struct<std::string, bool, double, std::string>;
using EndpointOnBus = sdbus::Struct<std::string, bool, bool, std::string, std::string, std::string,
                                    std::vector<StepOnBus>, double, std::int64_t, bool, std::int64_t>;

using ObjectListed = sdbus::Struct<sdbus::ObjectPath, sdbus::ObjectPath, std::uint32_t, std::string,
                                   std::string, std::string, std::string>;

constexpr std::size_t longest_of_the_rest = 200;     // program, GUID, state, reason, and what is around them
constexpr std::size_t most_listed_bytes = 1U << 19U; // those who ask take no more than twice that

double milliseconds(std::chrono::nanoseconds time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

std::int64_t milliseconds_until(std::optional<base::Instant> at) {
    if (!at)
        return -1;
    const auto left = std::max(*at - Clock::now(), base::Duration::zero());
    return std::chrono::duration_cast<std::chrono::milliseconds>(left).count();
}

std::int64_t microseconds_since_1970(base::Instant at) {
    const auto wall = std::chrono::system_clock::now() -
                      std::chrono::duration_cast<std::chrono::system_clock::duration>(Clock::now() - at);
    return std::chrono::duration_cast<std::chrono::microseconds>(wall.time_since_epoch()).count();
}

EndpointOnBus on_bus(const engine::EndpointReport& endpoint) {
    const auto& url = endpoint.endpoint.url;
    const auto next = milliseconds_until(endpoint.next_look);
    if (!endpoint.look)
        return {
            url, false, false, "", "", "", std::vector<StepOnBus>{}, 0.0, std::int64_t{0}, endpoint.looking,
            next};
    const auto& look = *endpoint.look;
    std::vector<StepOnBus> steps;
    steps.reserve(look.steps.size());
    for (const auto& step : look.steps)
        steps.emplace_back(std::string(word(step.kind)), step.ok, milliseconds(step.took), step.detail);
    return {url,
            true,
            look.ok,
            std::string(word(look.reason)),
            look.detail,
            look.address ? look.address->to_string() : "",
            std::move(steps),
            milliseconds(look.total),
            microseconds_since_1970(look.at),
            endpoint.looking,
            next};
}

} // namespace

std::tuple<std::vector<EndpointOnBus>, std::uint64_t, std::int64_t> ProfileOnBus::Explain() {
    const auto known = around_.engine.explain(watched_);
    std::vector<EndpointOnBus> endpoints;
    endpoints.reserve(known.endpoints.size());
    for (const auto& endpoint : known.endpoints)
        endpoints.push_back(on_bus(endpoint));
    return {std::move(endpoints), known.suppressed, milliseconds_until(known.next_look)};
}

std::vector<ObjectListed> ProfileOnBus::Objects() {
    std::vector<ObjectListed> all;
    std::size_t bytes = 0;
    objects_.for_each([&](const ObjectOnBus& each) {
        const auto& facts = each.facts();
        const auto& [state, reason] = each.standing();
        bytes += each.path().size() + facts.parent.size() + longest_of_the_rest;
        if (bytes <= most_listed_bytes)
            all.emplace_back(each.path(), facts.parent, facts.process, facts.program, facts.guid, state,
                             reason);
    });
    return all;
}

} // namespace offline::bus
