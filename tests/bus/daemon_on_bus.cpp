#include "bus/daemon_on_bus.h"

#include <csignal>
#include <stdexcept>
#include <thread>

namespace offline::bus {
bool comes_true(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

std::vector<std::string> words(const std::vector<Heard>& heard) {
    std::vector<std::string> all;
    for (const auto& each : heard)
        all.push_back(each.what + " " + each.old_state + ">" + each.new_state);
    return all;
}

DaemonOnBus::DaemonOnBus(std::string_view more, servers::BusDaemon::Program bus)
    : bus_("<type>session</type>" + std::string(more), bus) {
    std::filesystem::create_directories(profiles());
    variables_ = {{"DBUS_SESSION_BUS_ADDRESS", address()},
                  {"MAPIOFFLINE_RUNTIME", "daemon"},
                  {"XDG_CONFIG_HOME", (home_.path() / "config").string()},
                  {"XDG_STATE_HOME", (home_.path() / "state").string()}};
    bus_.start();
    watch_ = sdbus::createSessionBusConnectionWithAddress(address());
    driver_ = sdbus::createProxy(*watch_, "org.freedesktop.DBus", "/org/freedesktop/DBus");
}

servers::Process& DaemonOnBus::launch(const std::vector<std::string>& arguments,
                                      const servers::Process::Variables& variables) {
    std::vector<std::string> command{OFFLINED};
    command.insert(command.end(), arguments.begin(), arguments.end());
    auto all = variables_;
    for (const auto& [name, value] : variables)
        all[name] = value;
    return process_.emplace(command, all, home_.path() / "log");
}

void DaemonOnBus::start(const std::vector<std::string>& arguments,
                        const servers::Process::Variables& variables) {
    launch(arguments, variables);
    if (!has_name())
        throw std::runtime_error("the daemon does not come onto the bus: " + process_->output());
}

void DaemonOnBus::kill() {
    process_->signal(SIGKILL);
    process_->ends();
    if (!has_name(false))
        throw std::runtime_error("the bus keeps the name of a daemon that was killed");
}

std::optional<int> DaemonOnBus::end() {
    process_->signal(SIGTERM);
    return process_->ends();
}

std::filesystem::path DaemonOnBus::write_profile(const std::string& file, const std::string& text) const {
    const auto beside = home_.write("beside", text);
    std::filesystem::rename(beside, profiles() / file);
    return profiles() / file;
}

bool DaemonOnBus::has_name(bool wanted) {
    return comes_true([&] {
        bool has = false;
        driver_->callMethod("NameHasOwner")
            .onInterface("org.freedesktop.DBus")
            .withArguments(std::string(bus_name))
            .storeResultsTo(has);
        return has == wanted;
    });
}

bool DaemonOnBus::logs(const std::string& words) {
    return comes_true([&] { return process_->output().find(words) != std::string::npos; });
}

servers::Ran DaemonOnBus::busctl(const std::vector<std::string>& words) const {
    std::vector<std::string> command{"/usr/bin/busctl", "--address=" + address()};
    command.insert(command.end(), words.begin(), words.end());
    return servers::run(command);
}

} // namespace offline::bus
