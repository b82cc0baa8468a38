#include "servers/bus_daemon.h"

#include <cstring>
#include <stdexcept>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "servers/sandbox.h"

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

constexpr auto daemon_program = "/usr/bin/dbus-daemon";
constexpr auto broker_program = "/usr/bin/dbus-broker-launch";
constexpr auto starter_of_broker = "/usr/bin/systemd-socket-activate";

std::string configuration(const std::string& address, std::string_view more) {
    return R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>)" +
           address + R"(</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_type="method_return"/><allow send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="signal"/><allow receive_type="method_return"/><allow receive_type="error"/>
</policy>)" +
           std::string(more) + "</busconfig>";
}

bool listens(const std::string& path) {
    sockaddr_un to{.sun_family = AF_UNIX, .sun_path = {}};
    std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    ::close(socket);
    return connected;
}

/// Takes what is logged, for the life of the process.
void begin_journal() {
    static const bool begun = [] {
        constexpr auto place = "/run/systemd/journal/socket";
        Sandbox::cover("/run");
        std::filesystem::create_directories(std::filesystem::path(place).parent_path());
        const int journal = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un here{.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(here.sun_path, place, sizeof here.sun_path - 1);
        if (::bind(journal, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
            throw std::runtime_error("there is no place for a journal");
        std::thread([journal] {
            for (char byte = 0; ::recv(journal, &byte, 1, 0) >= 0;)
                ;
        }).detach();
        return true;
    }();
    static_cast<void>(begun);
}

} // namespace

BusDaemon::BusDaemon(std::string_view more, Program program) : program_(program) {
    folder_.write("bus.conf", configuration(address(), more));
}

void BusDaemon::start() {
    const auto configured = (folder() / "bus.conf").string();
    std::vector<std::string> command{daemon_program, "--nofork", "--nopidfile", "--nosyslog",
                                     "--config-file=" + configured};
    if (program_ == Program::dbus_broker) {
        begin_journal();
        // Its launcher looks for systemd on the bus that it launches, and does without.
        command = {starter_of_broker,
                   "--setenv=DBUS_SESSION_BUS_ADDRESS=" + address(),
                   "--listen=" + path().string(),
                   broker_program,
                   "--scope=user",
                   "--config-file=" + configured};
    }
    daemon_.emplace(command, folder() / "log");
    if (!listens_at(path()))
        throw std::runtime_error("nobody listens at the bus: " + daemon_->output());
}

void BusDaemon::stop() { daemon_.reset(); }

std::string BusDaemon::missing(Program program) {
    if (program == Program::dbus_broker && !Sandbox::missing().empty())
        return Sandbox::missing();
    for (const auto* each : {program == Program::dbus_broker ? broker_program : daemon_program,
                             program == Program::dbus_broker ? starter_of_broker : daemon_program})
        if (::access(each, X_OK) != 0)
            return std::string(each) + " is not installed";
    return "";
}

bool listens_at(const std::filesystem::path& socket, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!listens(socket)) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

} // namespace offline::servers
