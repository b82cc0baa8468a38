// What being watched costs while nothing happens that matters, and how soon the last of a thousand profiles
// hears what does. Needs networks of its own, as root or in a user namespace.
#include <algorithm>
#include <chrono>
#include <deque>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "figures.h"
#include "in_sandbox.h"
#include "net/routing_world.h"
#include "net/watch.h"
#include "process_cost.h"

namespace {

using namespace offline::net;
using namespace offline::bench;

using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr auto idle_time = 60s;
constexpr std::size_t many = 1'000;
constexpr std::size_t pulls = 10;

// A program that watches one profile, which is not to be looked at while this lasts: its one look is over,
// and the server was left.
struct Quiet {
    explicit Quiet(const RoutingWorld& world) {
        watch.until("ok");
        known = now();
        if (!world.near_imap->left_alone())
            throw std::runtime_error("the server is not left");
    }

    ProcessCost cost() const { return ProcessCost::of(watch.process()); }

    Stamp begun = now();
    Watch watch{OFFLINECTL, "Quiet"};
    Stamp known;
};

// The telling of what the look met ends with the delivery looking up once more, a millisecond later.
ProcessCost cost_once_still(const Quiet& quiet) {
    while (true) {
        const auto before = quiet.cost();
        std::this_thread::sleep_for(100ms);
        const auto after = quiet.cost();
        if (after.wake_ups == before.wake_ups)
            return after;
    }
}

void measure_idling(Figures& costs, const RoutingWorld& world) {
    const Quiet quiet(world);
    const auto before = cost_once_still(quiet);
    std::this_thread::sleep_for(idle_time);
    const auto after = quiet.cost();
    const double minutes = std::chrono::duration<double>(idle_time).count() / 60;
    costs.add("idle: wake-ups a minute", "", static_cast<double>(after.wake_ups - before.wake_ups) / minutes,
              0);
    costs.add("idle: CPU in 10 min", "ms", Milliseconds(after.cpu - before.cpu).count() / minutes * 10, 10);
    costs.add("idle: resident memory", "MiB", static_cast<double>(after.resident_kib) / 1024, 12);
}

void measure_churn(Figures& costs, RoutingWorld& world) {
    Quiet quiet(world);
    const auto before = quiet.cost();
    world.client().sh("for i in $(seq 200); do echo link add veth$i type veth peer name peer$i; "
                      "echo link del veth$i; done | ip -batch -");
    const auto after = quiet.cost();
    costs.add("200 veth pairs made and removed: CPU", "ms", Milliseconds(after.cpu - before.cpu).count(), 50);
    costs.add("200 veth pairs made and removed: changes told", "", static_cast<double>(quiet.watch.changes()),
              0);
}

void measure_a_large_table(Figures& costs, RoutingWorld& world) {
    const auto memory = [&] { return static_cast<double>(Quiet(world).cost().resident_kib) / 1024; };
    const double small = memory();
    world.client().sh(
        "for i in $(seq 0 99999); do "
        "echo route add 10.$((i / 65536 + 100)).$((i / 256 % 256)).$((i % 256))/32 via 192.168.7.1; "
        "done | ip -batch -");
    costs.add("100,000 routes: memory, to that without them", "", memory() / small, 1.05);
    std::vector<double> starts;
    for (int i = 0; i < 10; ++i) {
        const Quiet quiet(world);
        starts.push_back(Milliseconds(quiet.known - quiet.begun).count());
    }
    costs.add("100,000 routes: from the program's start to its first verdict", "ms", std::move(starts), 100);
    world.client().sh("ip route flush root 10.100.0.0/14");
}

void measure_a_thousand(Figures& costs, RoutingWorld& world) {
    world.server.sh("ip route add local 10.66.0.0/16 dev lo");
    world.router.sh("ip route add 10.66.0.0/16 via 203.0.113.9");
    std::deque<Client> all;
    for (std::size_t i = 0; i < many; ++i)
        all.emplace_back(ClientProfile{
            .name = "P" + std::to_string(i),
            .endpoints = {"imap://10.66." + std::to_string(i / 250) + "." + std::to_string(1 + i % 250)},
            .interval = "0s",
            .timeout = "10s",
            .damping = false});
    for (auto& each : all)
        if (!each.meets(offline::Reason::ok, 60s))
            throw std::runtime_error("a profile does not come online: " + each.detail());
    const auto last_told = [&](std::size_t nth) {
        Stamp last{};
        for (auto& each : all)
            last = std::max(last, each.change(nth, 60s).statechange);
        return last;
    };
    std::vector<double> down, up;
    for (std::size_t i = 0; i < pulls; ++i) {
        const Stamp pulled = world.card().down();
        down.push_back(Milliseconds(last_told(2 * i + 1) - pulled).count());
        world.card().up();
        const Stamp back = world.add_default_route();
        up.push_back(Milliseconds(last_told(2 * i + 2) - back).count());
    }
    costs.add("1,000 profiles: link down to the last Notify", "ms", std::move(down), 20);
    costs.add("1,000 profiles: way back to the last Notify", "ms", std::move(up), 2000);
}

int measure() {
    RoutingWorld world;
    put_on_disk({.name = "Quiet", .endpoints = {world.near}, .interval = "1h"});
    Figures costs("cost");
    measure_idling(costs, world);
    measure_churn(costs, world);
    measure_a_large_table(costs, world);
    measure_a_thousand(costs, world);
    return costs.publish();
}

} // namespace

int main() { return in_sandbox("bench_cost", measure); }
