#include "servers/daemon.h"

#include <cerrno>
#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "servers/sandbox.h"

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 10ms;

bool ends_within(pid_t process, std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (::waitpid(process, nullptr, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(pause);
    }
    return true;
}

// In a user namespace of our own only one user exists, and mail servers want to be several.
bool has_other_users() {
    std::ifstream map("/proc/self/uid_map");
    unsigned long inside = 0;
    unsigned long outside = 0;
    unsigned long count = 0;
    return map >> inside >> outside >> count && count > 1;
}

} // namespace

Daemon::Daemon(const std::vector<std::string>& command, std::filesystem::path log) : log_(std::move(log)) {
    std::vector<char*> arguments;
    for (const auto& each : command)
        arguments.push_back(const_cast<char*>(each.c_str()));
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                       0600);
    ::posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    posix_spawnattr_t group_of_its_own;
    ::posix_spawnattr_init(&group_of_its_own);
    ::posix_spawnattr_setflags(&group_of_its_own, POSIX_SPAWN_SETPGROUP);
    const int failed =
        ::posix_spawn(&process_, arguments[0], &files, &group_of_its_own, arguments.data(), environ);
    ::posix_spawnattr_destroy(&group_of_its_own);
    ::posix_spawn_file_actions_destroy(&files);
    if (failed != 0)
        throw std::runtime_error("could not start " + command.front());
}

Daemon::~Daemon() {
    ::kill(process_, SIGTERM);
    if (!ends_within(process_, 1s)) {
        ::kill(-process_, SIGKILL);
        ends_within(process_, 5s);
    }
    ::kill(-process_, SIGKILL);
}

bool Daemon::listens(std::uint16_t port, std::chrono::milliseconds limit) {
    boost::asio::io_context loop;
    const boost::asio::ip::tcp::endpoint there(boost::asio::ip::address_v4::loopback(), port);
    const auto deadline = std::chrono::steady_clock::now() + limit;
    for (;;) {
        boost::system::error_code refused;
        boost::asio::ip::tcp::socket socket(loop);
        socket.connect(there, refused);
        if (!refused)
            return true;
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(pause);
    }
}

std::string Daemon::output() const {
    std::ifstream file(log_);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string Daemon::missing(const std::string& program) {
    if (!Sandbox::missing().empty())
        return Sandbox::missing();
    if (::access(program.c_str(), X_OK) != 0)
        return program + " is not installed";
    return has_other_users() ? "" : program + " needs to be started by root";
}

} // namespace offline::servers
