#include "bus/daemon.h"

#include <algorithm>
#include <utility>

#include "bus/names.h"

namespace offline::bus {

namespace {

using namespace std::chrono_literals;

std::string rule_of_owners() {
    return "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
           "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg0='" +
           std::string(bus_name) + "'";
}

std::string rule_of(const std::string& path) {
    return "type='signal',sender='" + std::string(bus_name) + "',path='" + path + "',interface='" +
           profile_interface + "'";
}

// One that ends sooner was not well, and is not started again at once.
constexpr auto well_after = 10s;

std::chrono::nanoseconds back_off(unsigned failures) {
    return failures == 0 ? 10ms
                         : std::min<std::chrono::nanoseconds>(1min, 1s * (1 << std::min(failures, 6U)));
}

} // namespace

Daemon::Daemon(engine::Runtime& runtime, Hearer hearer)
    : runtime_(runtime), hearer_(std::move(hearer)), alarm_(runtime.loop().get_executor()) {}

base::Result<void> Daemon::connect() {
    if (connection_)
        return {};
    auto opened = Connection::open(runtime_.loop().get_executor(),
                                   {.signal = [this](const sources::BusMessage& signal) { hear(signal); },
                                    .lost = [this](const std::string& why) { lost(why); }});
    if (!opened)
        return opened.error();
    connection_ = std::move(*opened);
    connection_->send(call_of_the_bus("AddMatch", {rule_of_owners()}));
    for (const auto& path : listened_to_)
        connection_->send(call_of_the_bus("AddMatch", {rule_of(path)}));
    connection_->call(call_of_the_bus("GetNameOwner", {std::string(bus_name)}), patience,
                      [this](const Connection::Answer& answer) {
                          if (answer && (*answer)->signature == "s")
                              owned_by(std::string((*answer)->read().text()));
                      });
    return {};
}

void Daemon::call(std::string path, const std::string& interface, std::string member,
                  std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
                  Connection::Answered answered) {
    if (hangs_)
        return answered(base::failure(base::Code::no_daemon, trouble_));
    if (++waiting_ == 1)
        rest();
    send_call(std::move(path), interface, std::move(member), std::move(arguments), limit,
              [this, answered = std::move(answered)](const Connection::Answer& answer) {
                  if (--waiting_ == 0)
                      rest();
                  answered(answer);
              });
}

void Daemon::send_call(std::string path, const std::string& interface, std::string member,
                       std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
                       Connection::Answered answered) {
    if (auto connected = connect(); !connected)
        return answered(connected.error());
    connection_->call({bus_name, std::move(path), interface, std::move(member), std::move(arguments)}, limit,
                      std::move(answered));
}

base::Result<sources::BusMessage> Daemon::ask(std::string path, const std::string& interface,
                                              std::string member, std::vector<sources::BusValue> arguments,
                                              std::chrono::nanoseconds limit) {
    using Answered = base::Result<sources::BusMessage>;
    auto answer =
        runtime_.await<Answered>([this, path = std::move(path), interface, member = std::move(member),
                                  arguments = std::move(arguments), limit](auto done) mutable {
            call(std::move(path), interface, std::move(member), std::move(arguments), limit,
                 [done](const Connection::Answer& came) {
                     done(came ? Answered(**came) : Answered(came.error()));
                 });
        });
    if (!answer)
        return base::failure(base::Code::unexpected, "this process ends: nobody listens to the bus any more");
    return std::move(*answer);
}

bool Daemon::send(std::string path, const std::string& interface, std::string member,
                  std::vector<sources::BusValue> arguments) {
    if (is_there())
        connection_->send({owner_, std::move(path), interface, std::move(member), std::move(arguments)});
    return is_there();
}

void Daemon::listen_to(const std::string& path) {
    if (std::ranges::find(listened_to_, path) != listened_to_.end())
        return;
    listened_to_.push_back(path);
    wanted_ = true;
    if (connection_)
        connection_->send(call_of_the_bus("AddMatch", {rule_of(path)}));
}

void Daemon::want() {
    wanted_ = true;
    if (!there_)
        try_again();
}

void Daemon::lost(const std::string& why) {
    connection_.reset();
    owner_.clear();
    hangs_ = false;
    is_gone("the session bus is gone: " + why);
}

void Daemon::hear(const sources::BusMessage& signal) {
    if (signal.sender == "org.freedesktop.DBus" && signal.member == "NameOwnerChanged" &&
        signal.signature == "sss") {
        auto reader = signal.read();
        const auto name = reader.text();
        reader.text();
        const auto owner = reader.text();
        if (!reader.failed() && name == bus_name)
            owned_by(std::string(owner));
        return;
    }
    if (owner_.empty() || signal.sender != owner_ || signal.interface != profile_interface)
        return;
    if (!there_)
        ping(); // it hung, and lives
    hearer_.signal(signal);
}

void Daemon::owned_by(std::string owner) {
    if (owner_ == owner)
        return;
    const bool had_one = !std::exchange(owner_, std::move(owner)).empty();
    if (had_one)
        is_gone("the daemon has ended");
    hangs_ = false; // the new one has not been asked
    if (!owner_.empty())
        ping();
}

// Starts it, too, where the bus can.
void Daemon::ping() {
    if (std::exchange(pinging_, true))
        return;
    tries_again_ = false;
    alarm_.off();
    send_call(manager_path, "org.freedesktop.DBus.Peer", "Ping", {}, patience,
              [this](const Connection::Answer& answer) {
                  pinging_ = false;
                  hangs_ = !answer && !owner_.empty();
                  if (answer && !owner_.empty())
                      answers();
                  else
                      is_gone(answer ? "the daemon has ended" : answer.error().what);
              });
}

void Daemon::answers() {
    trouble_.clear();
    if (std::exchange(there_, true))
        return rest();
    came_ = std::chrono::steady_clock::now();
    rest();
    hearer_.came();
}

void Daemon::is_gone(const std::string& why) {
    trouble_ = why;
    const bool was_there = std::exchange(there_, false);
    if (was_there && std::chrono::steady_clock::now() - came_ >= well_after)
        failures_ = 0;
    if (const auto connection = connection_; connection && (was_there || hangs_))
        connection->fail_calls(base::failure(base::Code::no_daemon, why));
    if (was_there)
        hearer_.went();
    try_again();
}

// As long as a profile is held here, somebody is to judge it.
void Daemon::try_again() {
    if (!wanted_ || pinging_ || std::exchange(tries_again_, true))
        return;
    alarm_.set(back_off(failures_++), [this] { ping(); });
}

// The next sign of life is wanted sooner where somebody waits for an answer.
void Daemon::rest() {
    if (!there_ || pinging_)
        return;
    if (waiting_ > 0)
        alarm_.set(patience, [this] { ping(); });
    else if (wanted_)
        alarm_.set(heartbeat, [this] { ping(); });
    else
        alarm_.off();
}

} // namespace offline::bus
