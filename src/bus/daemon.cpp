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

void Daemon::send(std::string path, const std::string& interface, std::string member,
                  std::vector<sources::BusValue> arguments) {
    if (is_there())
        connection_->send({owner_, std::move(path), interface, std::move(member), std::move(arguments)});
}

void Daemon::listen_to(const std::string& path) {
    if (std::ranges::find(listened_to_, path) != listened_to_.end())
        return;
    listened_to_.push_back(path);
    if (connection_)
        connection_->send(call_of_the_bus("AddMatch", {rule_of(path)}));
}

void Daemon::lost(const std::string&) {
    connection_.reset();
    if (is_there())
        owned_by({});
    else
        try_again();
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
    if (is_there() && signal.sender == owner_ && signal.interface == profile_interface)
        hearer_.signal(signal);
}

void Daemon::owned_by(std::string owner) {
    if (owner_ == owner)
        return;
    if (!std::exchange(owner_, std::move(owner)).empty())
        hearer_.went();
    if (is_there()) {
        failures_ = 0;
        alarm_.off();
        hearer_.came();
    } else {
        try_again();
    }
}

// As long as a profile is mirrored here, somebody is to judge it.
void Daemon::try_again() {
    if (listened_to_.empty())
        return;
    alarm_.set(back_off(failures_++), [this] {
        call(manager_path, "org.freedesktop.DBus.Peer", "Ping", {}, patience,
             [this](const Connection::Answer&) {
                 if (!is_there())
                     try_again();
             });
    });
}

} // namespace offline::bus
