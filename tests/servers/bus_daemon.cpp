#include "servers/bus_daemon.h"

#include <cstring>
#include <stdexcept>
#include <thread>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

constexpr auto daemon_program = "/usr/bin/dbus-daemon";

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

} // namespace

BusDaemon::BusDaemon(std::string_view more) { folder_.write("bus.conf", configuration(address(), more)); }

void BusDaemon::start() {
    daemon_.emplace(std::vector<std::string>{daemon_program, "--nofork", "--nopidfile", "--nosyslog",
                                             "--config-file=" + (folder() / "bus.conf").string()},
                    folder() / "log");
    if (!listens_at(path()))
        throw std::runtime_error("dbus-daemon does not listen: " + daemon_->output());
}

void BusDaemon::stop() { daemon_.reset(); }

std::string BusDaemon::missing() {
    return ::access(daemon_program, X_OK) == 0 ? "" : std::string(daemon_program) + " is not installed";
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
