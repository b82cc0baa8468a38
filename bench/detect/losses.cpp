#include "detect/losses.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "net/client.h"
#include "net/loss.h"
#include "net/watch.h"
#include "net/witness.h"
#include "truth/audience.h"

namespace offline::bench {
namespace {

using namespace net;

constexpr std::size_t times = 100;
constexpr std::size_t times_beside_peers = 5;
constexpr auto patience_with_peers = std::chrono::seconds(3);

/// A loss, and what the contract asks of it.
struct Asked {
    const Loss& loss;
    bool link; ///< it says all by itself that there is nothing to wait for
};

constexpr auto losses = {Asked{link_down, true}, Asked{carrier_lost, true}, Asked{address_removed, false},
                         Asked{default_route_removed, false}};

std::vector<double> milliseconds(const std::vector<std::chrono::nanoseconds>& all) {
    std::vector<double> numbers;
    numbers.reserve(all.size());
    for (const auto each : all)
        numbers.push_back(std::chrono::duration<double, std::milli>(each).count());
    return numbers;
}

void measure(Figures& figures, RoutingWorld& world, Witness& witness, const Asked& asked) {
    const std::string name(asked.loss.name);
    const auto told = name + " to Notify";
    const ClientProfile profile{
        .name = name, .endpoints = {world.beyond}, .interval = "0s", .damping = false};
    Client mail(profile);
    if (!mail.meets(Reason::ok))
        throw std::runtime_error("the profile does not come online: " + mail.detail());
    const auto all = suffer(world, witness, asked.loss, times,
                            [&](std::size_t nth) { return mail.change(nth).statechange; });
    figures.compare(told, "raw rtnetlink listener", "ms", milliseconds(all.witness));
    figures.compare(told, "offlined", "ms", milliseconds(all.told));
    figures.compare(name + " over, to Notify", "offlined", "ms", milliseconds(all.back));
    if (asked.link) {
        const auto late = milliseconds(all.late);
        figures.ask(told + ": median behind the raw listener, ms", median(late), 0.3);
        figures.ask(told + ": p99 behind the raw listener, ms", p99(late), 2);
    } else {
        figures.ask(told + ": p99, ms", p99(milliseconds(all.told)), 12);
    }
}

void measure_watch(Figures& figures, RoutingWorld& world, Witness& witness, const Loss& loss) {
    const std::string name(loss.name);
    Watch watch(OFFLINECTL, name);
    watch.until("ok");
    const auto all = suffer(world, witness, loss, times, [&](std::size_t nth) { return watch.done(nth); });
    figures.compare(name + " to DONE", "offlined, watch --json", "ms", milliseconds(all.told));
}

} // namespace

void measure_losses(Figures& figures, RoutingWorld& world) {
    Witness witness;
    for (const auto& asked : losses) {
        measure(figures, world, witness, asked);
        measure_watch(figures, world, witness, asked.loss);
    }
}

void measure_peers(Figures& figures, RoutingWorld& world) {
    Audience audience(State::online, State::offline, Keeper::nobody, patience_with_peers);
    audience.watch({"imap", "203.0.113.9", 143}, {"203.0.113.9", world.server});
    for (const auto& [loss, link] : losses) {
        std::map<std::string, std::vector<Outcome>> outcomes;
        for (std::size_t i = 0; i < times_beside_peers; ++i) {
            for (const auto& each : audience.judge(loss.lose(world)))
                outcomes[each.subject].push_back(each);
            loss.heal(world);
            audience.settle(State::online);
        }
        const auto name = std::string(loss.name) + " beside peers";
        double first_peer = std::numeric_limits<double>::infinity();
        for (const auto& [subject, all] : outcomes) {
            auto took = bench::times(all);
            if (subject != "offlined" && !took.empty())
                first_peer = std::min(first_peer, median(took));
            figures.compare(name, subject, "ms", std::move(took));
        }
        const auto own = bench::times(outcomes.at("offlined"));
        if (own.size() < times_beside_peers)
            throw std::runtime_error("offlined did not tell each time: " + name);
        if (link)
            figures.ask(name + ": median, and the best peer's, ms", median(own), first_peer);
    }
}

} // namespace offline::bench
