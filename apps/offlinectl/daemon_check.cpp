#include "offlinectl/daemon_check.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/io_context.hpp>

#include "bus/connection.h"
#include "bus/explanation.h"
#include "bus/names.h"
#include "engine/profile_places.h"
#include "sources/bus_address.h"

namespace offline::offlinectl {
namespace {

using bus::Connection;
using sources::BusMessage;
using Outcome = model::Source::Outcome;
using Answer = base::Result<BusMessage>;

constexpr auto patience = std::chrono::seconds(5);

Finding finding(std::string name, Outcome outcome, std::string detail = {}, std::string remedy = {}) {
    return {{std::move(name), outcome, std::move(detail)}, std::move(remedy)};
}

/// The session bus, asked one thing after the other.
class SessionBus {
public:
    base::Result<void> open() {
        auto opened = Connection::open(
            loop_.get_executor(), {.signal = [](const BusMessage&) {}, .lost = [](const std::string&) {}});
        if (!opened)
            return opened.error();
        connection_ = std::move(*opened);
        const auto id = ask_bus("GetId"); // whether it takes us at all
        return id ? base::Result<void>() : id.error();
    }

    Answer ask(sources::BusCall call) {
        std::optional<Answer> answer;
        connection_->call(std::move(call), patience, [&](const Connection::Answer& came) {
            answer = came ? Answer(**came) : Answer(came.error());
            loop_.stop();
        });
        loop_.restart();
        if (!answer)
            loop_.run();
        return answer.value_or(base::failure(base::Code::unexpected, "the bus does not answer"));
    }

    Answer ask_bus(std::string method, std::vector<sources::BusValue> arguments = {}) {
        return ask(bus::call_of_the_bus(std::move(method), std::move(arguments)));
    }

    Answer ask_manager(const std::string& interface, std::string method,
                       std::vector<sources::BusValue> arguments = {}) {
        return ask({bus::bus_name, bus::manager_path, interface, std::move(method), std::move(arguments)});
    }

private:
    boost::asio::io_context loop_{1};
    std::shared_ptr<Connection> connection_;
};

Finding no_bus(const base::Failure& why) {
    const bool named = sources::BusAddress::of_the_session().has_value();
    return finding(
        "session-bus", named ? Outcome::failed : Outcome::absent, why.what,
        "log in with pam_systemd, or begin with dbus-run-session; until then each program judges by "
        "itself");
}

bool is_running(SessionBus& bus) {
    const auto answer = bus.ask_bus("NameHasOwner", {std::string(bus::bus_name)});
    return answer && answer->signature == "b" && answer->read().number() != 0;
}

bool can_be_started(SessionBus& bus) {
    bool known = false;
    const auto answer = bus.ask_bus("ListActivatableNames");
    if (answer && answer->signature == "as") {
        auto reader = answer->read();
        reader.elements(4, [&](sources::BusReader& each) { known = each.text() == bus::bus_name || known; });
    }
    return known;
}

Finding does_not_start(const std::string& why) {
    const bool by_systemd = why.find("systemd") != std::string::npos || why.find("unit") != std::string::npos;
    return finding("daemon", Outcome::failed, "it does not start: " + why,
                   by_systemd
                       ? "journalctl --user -u offlined says why; then systemctl --user restart offlined"
                       : "start offlined by hand: it says on stderr what it lacks");
}

struct Manager {
    std::string version, started_by;
};

base::Result<Manager> ask_manager(SessionBus& bus) {
    const auto answer =
        bus.ask_manager("org.freedesktop.DBus.Properties", "GetAll", {std::string(bus::manager_interface)});
    if (!answer)
        return answer.error();
    Manager manager;
    auto reader = answer->read();
    reader.properties([&](std::string_view name, std::string_view type, sources::BusReader& value) {
        if (type == "s" && name == "Version")
            manager.version = value.text();
        else if (type == "s" && name == "StartedBy")
            manager.started_by = value.text();
    });
    return manager;
}

std::string process_of(SessionBus& bus) {
    const auto answer = bus.ask_bus("GetConnectionUnixProcessID", {std::string(bus::bus_name)});
    return answer && answer->signature == "u" ? std::to_string(answer->read().number()) : "?";
}

Finding running(SessionBus& bus, bool restarts) {
    const auto process = process_of(bus);
    const auto manager = ask_manager(bus);
    if (!manager)
        return finding("daemon", Outcome::failed,
                       "process " + process + " does not answer as it should: " + manager.error().what,
                       "end that process; another one is started when a program asks");
    const auto& [version, started_by] = *manager;
    if (version != OFFLINED_VERSION)
        return finding("daemon", Outcome::failed,
                       "process " + process + " is version " + version +
                           ", and this program " OFFLINED_VERSION,
                       started_by == "systemd" ? "systemctl --user restart offlined"
                                               : "end that process, or start offlined --replace");
    const auto detail = "version " + version + ", process " + process;
    if (started_by != "hand")
        return finding("daemon", Outcome::working,
                       detail + ", started by " + (started_by == "bus" ? "the bus" : started_by));
    return finding("daemon", Outcome::working,
                   detail + ", started by hand: when it ends nobody watches for it",
                   restarts ? "end it: the bus starts it when a program asks"
                            : "install the package offlined, so that the bus can start it");
}

Finding daemon(SessionBus& bus, bool start) {
    const bool startable = can_be_started(bus);
    if (is_running(bus))
        return running(bus, startable);
    if (!startable)
        return finding("daemon", Outcome::absent, "the bus knows no service " + std::string(bus::bus_name),
                       "install the package offlined; until then each program judges by itself");
    if (!start)
        return finding("daemon", Outcome::absent, "it is started when a program asks for it");
    if (const auto started = bus.ask_manager("org.freedesktop.DBus.Peer", "Ping"); !started)
        return does_not_start(started.error().what);
    return running(bus, true);
}

std::vector<Finding> stores(SessionBus& bus) {
    const auto answer = bus.ask_manager(bus::manager_interface, "Stores");
    const auto told = answer ? bus::read_sources(*answer) : std::nullopt;
    std::vector<Finding> all;
    for (const auto& store : told.value_or(std::vector<model::Source>{})) {
        const bool works = store.outcome == Outcome::working;
        const auto lost = store.name == "wishes" ? "; until then wishes end with the daemon"
                                                 : "; until then nothing is recorded";
        all.push_back({store, works ? "" : "make room there, or let it be written to" + std::string(lost)});
    }
    return all;
}

/// What the daemon found damaged once.
std::vector<Finding> set_aside() {
    std::vector<Finding> all;
    std::error_code none;
    for (std::filesystem::directory_iterator each(engine::kept_state(), none), end; !none && each != end;
         each.increment(none)) {
        const auto name = each->path().filename().string();
        if (name.find(".damaged") != std::string::npos && !name.ends_with("-wal") && !name.ends_with("-shm"))
            all.push_back(finding("set-aside", Outcome::failed,
                                  each->path().string() + " was damaged, and what is in it does not count",
                                  "remove it, once you have taken from it what you want; see to the disk"));
    }
    std::ranges::sort(all, {}, [](const Finding& each) { return each.of.detail; });
    return all;
}

} // namespace

std::vector<Finding> check_daemon(bool start) {
    auto all = set_aside();
    SessionBus bus;
    if (const auto opened = bus.open(); !opened) {
        all.insert(all.begin(), no_bus(opened.error()));
        return all;
    }
    std::vector<Finding> seen{finding("session-bus", Outcome::working), daemon(bus, start)};
    if (is_running(bus))
        std::ranges::move(stores(bus), std::back_inserter(seen));
    std::ranges::move(all, std::back_inserter(seen));
    return seen;
}

} // namespace offline::offlinectl
