#include "servers/message_bus.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <thread>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

constexpr auto daemon_program = "/usr/bin/dbus-daemon";
constexpr auto python = "/usr/bin/python3"; // the one that Debian's modules are for
constexpr auto pause = 5ms;

std::string configuration(const std::string& socket) {
    return R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><listen>unix:path=)" +
           socket + R"(</listen><auth>EXTERNAL</auth><policy context="default">
<allow user="*"/><allow own="*"/><allow send_type="method_call"/><allow send_type="signal"/>
<allow send_type="method_return"/><allow send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="signal"/><allow receive_type="method_return"/><allow receive_type="error"/>
</policy></busconfig>)";
}

bool listens(const std::string& path) {
    sockaddr_un to{.sun_family = AF_UNIX, .sun_path = {}};
    std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
    ::close(socket);
    return connected;
}

template <class Condition>
bool waits_for(Condition condition, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(pause);
    }
    return true;
}

} // namespace

MessageBus::MessageBus() {
    folder_.write("bus.conf", configuration(path()));
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + path().string()).c_str(), 1);
}

void MessageBus::start() {
    daemon_.emplace(std::vector<std::string>{daemon_program, "--nofork", "--nopidfile", "--nosyslog",
                                             "--config-file=" + (folder_.path() / "bus.conf").string()},
                    folder_.path() / "log");
    if (!waits_for([this] { return listens(path()); }, 20s))
        throw std::runtime_error("dbus-daemon does not listen: " + daemon_->output());
}

void MessageBus::stop() { daemon_.reset(); }

std::string MessageBus::missing() {
    if (::access(daemon_program, X_OK) != 0)
        return std::string(daemon_program) + " is not installed";
    if (std::system("/usr/bin/python3 -c 'import dbus, gi' 2>/dev/null") != 0) // NOLINT(cert-env33-c)
        return "python3-dbus and python3-gi are not installed";
    return "";
}

Players::Players() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::runtime_error("no socket for the players");
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_adddup2(&files, ends[1], STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&files, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1); // a server of the test may listen
    std::string program = python;
    std::string script = PLAYERS;
    std::array<char*, 3> words{program.data(), script.data(), nullptr};
    const int failed = ::posix_spawn(&process_, python, &files, nullptr, words.data(), environ);
    ::posix_spawn_file_actions_destroy(&files);
    ::close(ends[1]);
    pipe_ = ends[0];
    if (failed != 0 || answer() != "ready")
        throw std::runtime_error("the players of the bus did not start");
}

Players::~Players() {
    ::close(pipe_); // they end with it
    ::waitpid(process_, nullptr, 0);
}

std::string Players::tell(const std::string& command) {
    const auto line = command + '\n';
    if (::send(pipe_, line.data(), line.size(), MSG_NOSIGNAL) < 0)
        throw std::runtime_error("the players of the bus have gone");
    return answer();
}

std::string Players::answer() {
    std::string line;
    for (char next = 0; ::read(pipe_, &next, 1) == 1 && next != '\n';)
        line += next;
    if (!line.starts_with("ok "))
        throw std::runtime_error("the players of the bus say: " + line);
    return line.substr(3);
}

bool Players::says(const std::string& command, int wanted, std::chrono::milliseconds limit) {
    return waits_for([&] { return number(command) == wanted; }, limit);
}

std::chrono::steady_clock::time_point Players::released() {
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(std::stoll(tell("released"))));
}

} // namespace offline::servers
