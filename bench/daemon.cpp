// What it costs that all programs of a user share one daemon: five hundred processes that are told of one
// change, the way from the daemon's news to a Notify beside a bare round trip of sdbus-c++, the tool, and
// metrics.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "bus/daemon_on_bus.h"
#include "daemon/slot.h"
#include "figures.h"
#include "metrics/caller.h"
#include "program_times.h"
#include "servers/temp_folder.h"

namespace {

using namespace offline;
using namespace offline::bench;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr std::size_t many_clients = 500, registrations = 4;
constexpr int changes_of_many = 11, changes_of_one = 200, round_trips = 1000, runs = 31;
constexpr int many_profiles = 1000, scrapes = 31;

Clock::time_point at(std::int64_t monotonic_ns) {
    return Clock::time_point(std::chrono::nanoseconds(monotonic_ns));
}

template <class Condition>
void await(const char* what, Condition condition) {
    const auto limit = Clock::now() + 2min;
    while (!condition()) {
        if (Clock::now() > limit)
            throw std::runtime_error(std::string("never came: ") + what);
        std::this_thread::sleep_for(
            200us); // polls for what another process writes: there is nothing to wait on
    }
}

/// Processes that are told, and the memory that they note it in.
class Clients {
public:
    Clients(const bus::DaemonOnBus& daemon, std::size_t count, std::size_t objects = 0) : count_(count) {
        const auto file = folder_.path() / "slots";
        const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        const auto bytes = static_cast<off_t>(count * sizeof(Slot));
        if (descriptor < 0 || ftruncate(descriptor, bytes) != 0)
            throw std::runtime_error("no file for the slots");
        auto* const memory =
            mmap(nullptr, count * sizeof(Slot), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
        close(descriptor);
        if (memory == MAP_FAILED)
            throw std::runtime_error("no memory for the slots");
        slots_ = static_cast<Slot*>(memory);
        for (std::size_t i = 0; i < count; ++i)
            processes_.emplace_back(std::vector<std::string>{CLIENT, file.string(), std::to_string(i),
                                                             std::to_string(registrations),
                                                             std::to_string(objects)},
                                    daemon.variables(), folder_.path() / "log");
        await("the registrations of every client",
              [&] { return all([](Slot& s) { return s.is_ready != 0; }); });
    }

    /// Waits until each registration of each has returned from so many `DONE`s.
    void are_told(std::uint64_t changes) {
        await("a DONE",
              [&] { return all([&](Slot& slot) { return slot.dones >= changes * registrations; }); });
    }

    Clock::time_point last_told() const {
        std::int64_t last = 0;
        for (std::size_t i = 0; i < count_; ++i)
            last = std::max(last, slots_[i].last_done_ns.load());
        return at(last);
    }

    /// When the first of them has entered `START`; forgets it.
    Clock::time_point first_start() { return at(slots_[0].first_start_ns.exchange(0)); }

private:
    template <class Condition>
    bool all(Condition condition) {
        return std::all_of(slots_, slots_ + count_, condition);
    }

    servers::TempFolder folder_;
    std::size_t count_;
    Slot* slots_ = nullptr;
    std::deque<servers::Process> processes_;
};

std::string other(int change) { return change % 2 == 0 ? "offline" : "online"; }

void wish(bus::Profile& profile, int change) {
    if (const auto error = profile.set_state_then(other(change)); !error.empty())
        throw std::runtime_error("the daemon refuses a wish: " + error);
}

void measure_many(Figures& figures, bus::DaemonOnBus& daemon, bus::Profile& profile, std::size_t objects) {
    Clients clients(daemon, many_clients, objects);
    std::vector<double> took;
    for (int i = 0; i < changes_of_many; ++i) {
        const auto began = Clock::now();
        wish(profile, i);
        clients.are_told(static_cast<std::uint64_t>(i) + 1);
        took.push_back(Milliseconds(clients.last_told() - began).count());
    }
    const auto held = objects == 0 ? std::string() : ", " + std::to_string(objects) + " stores";
    figures.add("500 processes, 4 registrations" + held + " each: a wish, the last DONE", "ms", took, 250);
    figures.add("the same, memory of the daemon" + held, "MiB",
                static_cast<double>(daemon.process().resident_kib()) / 1024, 30);
    wish(profile, 1); // online again
}

std::vector<double> times_of_a_round_trip(bus::Client& client) {
    const auto daemon =
        sdbus::createProxy(client.connection(), "org.offlined.Offline1", "/org/offlined/Offline1");
    std::vector<double> took;
    for (int i = 0; i < round_trips; ++i) {
        const auto began = Clock::now();
        daemon->callMethod("Ping").onInterface("org.freedesktop.DBus.Peer");
        took.push_back(Microseconds(Clock::now() - began).count());
    }
    return took;
}

void measure_one(Figures& figures, bus::DaemonOnBus& daemon, bus::Client& client, bus::Profile& profile) {
    Clients clients(daemon, 1);
    std::vector<double> took;
    for (int i = 0; i < changes_of_one; ++i) {
        const auto before = profile.heard().size();
        wish(profile, i);
        clients.are_told(static_cast<std::uint64_t>(i) + 1);
        took.push_back(Microseconds(clients.first_start() - profile.hears("START", before).told).count());
    }
    const auto bare = times_of_a_round_trip(client);
    figures.add("the daemon's news of a change to Notify in another process", "us", took, median(bare) + 500);
    figures.compare("a call and its answer, to the same daemon", "sdbus-c++", "us", bare);
}

void measure_metrics(Figures& figures) {
    const servers::TempFolder folder;
    const metrics::Place place{.socket = folder.path() / "m.sock"};
    bus::DaemonOnBus daemon;
    daemon.start({"--metrics", "unix:" + place.socket.string()});
    bus::Client client(daemon.address());
    for (int i = 0; i < many_profiles; ++i)
        client.open("Profile " + std::to_string(i));
    std::vector<double> took;
    for (int i = 0; i < scrapes; ++i) {
        std::this_thread::sleep_for(150ms); // until the page is another one
        const auto began = Clock::now();
        metrics::scrape(place);
        took.push_back(Milliseconds(Clock::now() - began).count());
    }
    figures.add("metrics of 1,000 profiles: one scrape", "ms", took, 100);
    figures.add("1,000 profiles and metrics, memory of the daemon", "MiB",
                static_cast<double>(daemon.process().resident_kib()) / 1024, 30);
}

int measure() {
    Figures figures("daemon");
    bus::DaemonOnBus daemon(
        R"(<limit name="max_connections_per_user">100000</limit>)"); // as session buses have it
    daemon.start();
    bus::Client client(daemon.address());
    const auto profile = client.profile("Bench");
    measure_one(figures, daemon, client, *profile);
    measure_many(figures, daemon, *profile, 0);
    measure_many(figures, daemon, *profile, 2);
    measure_metrics(figures);
    for (const auto& [name, value] : daemon.variables())
        setenv(name.c_str(), value.c_str(), 1);
    figures.add("offlinectl status Bench, cold", "ms",
                times_of_program(OFFLINECTL, {"status", "Bench"}, runs), 30);
    return figures.publish();
}

} // namespace

int main() {
    try {
        return measure();
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "bench_daemon: %s\n", failed.what());
        return EXIT_FAILURE;
    }
}
