#include "servers/message_bus.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <thread>
#include <utility>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

constexpr auto python = "/usr/bin/python3"; // the one that Debian's modules are for
constexpr auto between_tries = 5ms;

template <class Condition>
bool waits_for(Condition condition, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(between_tries);
    }
    return true;
}

} // namespace

MessageBus::MessageBus() { ::setenv("DBUS_SYSTEM_BUS_ADDRESS", daemon_.address().c_str(), 1); }

std::string MessageBus::missing() {
    if (!BusDaemon::missing().empty())
        return BusDaemon::missing();
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
