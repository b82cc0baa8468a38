#include "programs/launch.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dispatch/quiet_thread.h"

namespace offline::programs {
namespace {

constexpr int exit_of_a_failed_start = 127;

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const auto& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// All that the child needs, made before it is: between fork and exec nothing may be allocated.
struct Prepared {
    const char* program;
    char* const* words;
    char* const* environment;
    bool confined;
    pid_t parent;
    int told; ///< where the child writes why it could not begin
};

void read_nothing() noexcept {
    const int nothing = ::open("/dev/null", O_RDONLY);
    if (nothing > STDIN_FILENO) {
        ::dup2(nothing, STDIN_FILENO);
        ::close(nothing);
    }
}

[[noreturn]] void become(const Prepared& prepared) noexcept {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != prepared.parent)
        ::_exit(exit_of_a_failed_start); // it was over before the line above
    ::setpgid(0, 0);
    read_nothing();
    if (prepared.confined) {
        ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        ::close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
    }
    ::signal(SIGPIPE, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(prepared.program, prepared.words, prepared.environment);
    const int error = errno;
    [[maybe_unused]] const auto written = ::write(prepared.told, &error, sizeof error);
    ::_exit(exit_of_a_failed_start);
}

base::Failure cannot_start(const Command& command, int error) {
    return base::failure(base::Code::unexpected, command.program.native() + " cannot be started: " +
                                                     std::strerror(error) + "; see whether it runs by hand");
}

/// What the child wrote: the error that kept it from beginning; 0 where it began, which closed the pipe.
int error_from(int pipe) {
    int error = 0;
    while (::read(pipe, &error, sizeof error) < 0 && errno == EINTR) {
    }
    return error;
}

} // namespace

base::Result<pid_t> launch(const Command& command) {
    dispatch::block_every_signal(); // no handler of this program may run in the child
    const auto words = pointers_to(command.words);
    std::vector<char*> environment;
    if (command.environment)
        environment = pointers_to(*command.environment);
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return cannot_start(command, errno);
    const Prepared prepared{.program = command.program.c_str(),
                            .words = words.data(),
                            .environment = command.environment ? environment.data() : environ,
                            .confined = command.confined,
                            .parent = ::getpid(),
                            .told = ends[1]};
    const pid_t child = ::_Fork(); // fork() would run handlers that clean up for a child that lives on
    if (child == 0)
        become(prepared);
    int error = errno;
    ::close(ends[1]);
    if (child > 0)
        error = error_from(ends[0]);
    ::close(ends[0]);
    if (child > 0 && error == 0)
        return child;
    if (child > 0)
        ::waitpid(child, nullptr, 0);
    return cannot_start(command, error);
}

} // namespace offline::programs
