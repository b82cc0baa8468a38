#include "detect/looks.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "net/client.h"
#include "net/mail_program.h"

namespace offline::bench {
namespace {

using namespace net;

using Milliseconds = std::chrono::duration<double, std::milli>;

// The default policy looks every 5 min. Here an interval is 1 s, so that 36 s count for three hours.
constexpr auto short_interval = 1s;
constexpr auto hours = 3;
constexpr auto hour = 12 * short_interval;

constexpr std::size_t returns = 20;
constexpr std::size_t silences = 3;

/// A server beyond the router that nobody else asks: profiles are watched for as long as the process lives,
/// and whoever watches the same endpoint shares the looks.
class OwnServer {
public:
    OwnServer(RoutingWorld& world, std::uint16_t port) : world_(world), port_(port) { begin(); }

    void begin() { server_ = serve_at(world_.server, port_, MailProgram::server()); }

    void end() { server_.reset(); }

    const servers::ScriptedServer& met() const { return *server_; }

    std::uint16_t port() const { return port_; }

    std::string endpoint() const { return world_.beyond + (":" + std::to_string(port_)); }

    MailProgram program() const { return MailProgram(address, port_); }

    // Its packets are lost on the way.
    void silence() { world_.router.filter("forward", "tcp dport " + std::to_string(port_) + " drop"); }

    void heal() { world_.router.heal(); }

private:
    static constexpr auto address = "203.0.113.9";

    RoutingWorld& world_;
    std::uint16_t port_;
    std::unique_ptr<servers::ScriptedServer> server_;
};

void demand_online(Client& mail) {
    if (!mail.meets(Reason::ok))
        throw std::runtime_error("the profile does not come online: " + mail.detail());
}

double milliseconds(std::chrono::nanoseconds time) { return Milliseconds(time).count(); }

// The moment is in no step with the looks.
void wait_for_any_phase() {
    std::random_device chance;
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution(0, 2000)(chance)));
}

void measure_silence(Figures& figures, OwnServer server, bool reported, std::chrono::nanoseconds limit) {
    const std::string measure =
        reported ? "silent loss, reported: to Notify, 3 looks" : "silent loss to Notify, interval + 3 looks";
    Client mail({.name = "Silence " + std::to_string(server.port()),
                 .endpoints = {server.endpoint()},
                 .damping = false});
    demand_online(mail);
    std::vector<double> took;
    for (std::size_t i = 0; i < silences; ++i) {
        wait_for_any_phase();
        const Stamp lost = now();
        server.silence();
        if (reported)
            mail.reports(Met::failed);
        took.push_back(milliseconds(mail.change(2 * i + 1).statechange - lost));
        server.heal();
        mail.change(2 * i + 2);
    }
    figures.ask(measure + ": p99, ms", p99(took), milliseconds(limit));
    figures.compare(measure, "offlined", "ms", std::move(took));
}

} // namespace

void measure_routine(Figures& figures, RoutingWorld& world) {
    const OwnServer left_alone(world, 1143);
    const OwnServer in_use(world, 2143);
    Client quiet({.name = "Left alone", .endpoints = {left_alone.endpoint()}, .interval = "1s"});
    Client busy({.name = "In use", .endpoints = {in_use.endpoint()}, .interval = "1s"});
    demand_online(quiet);
    demand_online(busy);
    MailProgram program = in_use.program();
    const int alone = left_alone.met().connections();
    const int used = in_use.met().connections();
    for (const Stamp end = now() + hours * hour; now() < end;
         std::this_thread::sleep_for(short_interval / 2)) {
        program.say("a NOOP\r\n");
        program.read_line();
    }
    figures.add("nothing changes: connections in 12 intervals, an hour by default", "",
                static_cast<double>(left_alone.met().connections() - alone) / hours, 12);
    figures.add("a program's own connection receives: connections in 12 intervals", "",
                static_cast<double>(in_use.met().connections() - used) / hours, 0);
}

void measure_silent_loss(Figures& figures, RoutingWorld& world) {
    measure_silence(figures, {world, 3143}, false, net::interval + k_looks);
    measure_silence(figures, {world, 4143}, true, k_looks);
}

void measure_answers_again(Figures& figures, RoutingWorld& world) {
    OwnServer server(world, 5143);
    Client mail({.name = "Returns",
                 .endpoints = {server.endpoint()},
                 .interval = "200ms",
                 .strikes = 1,
                 .retry = "50ms",
                 .retry_max = "50ms",
                 .damping = false});
    demand_online(mail);
    std::vector<double> rounds, took;
    for (std::size_t i = 0; i < returns; ++i) {
        const Stamp asks = now();
        server.program();
        rounds.push_back(milliseconds(now() - asks));
        server.end();
        mail.change(2 * i + 1);
        server.begin();
        if (!server.met().met(1))
            throw std::runtime_error("nobody looks at a server that is back");
        const Stamp met = now();
        took.push_back(milliseconds(mail.change(2 * i + 2).statechange - met));
    }
    const std::string measure = "answers again: from the look's connection to Notify";
    const auto round = result("one round: connected and greeted", "a bare program", "ms", rounds);
    figures.compare(round.measure, round.subject, round.unit, rounds);
    figures.ask(measure + ": p99, ms", p99(took), round.median + 5);
    figures.compare(measure, "offlined", "ms", std::move(took));
}

} // namespace offline::bench
