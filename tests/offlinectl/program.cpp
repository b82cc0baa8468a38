#include "offlinectl/program.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "servers/process.h"

namespace {

std::string text_of(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

int written(const std::filesystem::path& file) {
    return open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
}

int status_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

Program::Program() {
    std::string name = (std::filesystem::temp_directory_path() / "offlinectl-test-XXXXXX").native();
    if (!mkdtemp(name.data()))
        throw std::runtime_error("no folder can be made in " + name);
    home_ = name;
}

Program::~Program() {
    std::error_code ignored;
    std::filesystem::remove_all(home_, ignored);
}

// Between fork() and exec() of a program with threads nothing may be allocated: all of it is made before.
pid_t Program::spawn(const std::vector<std::string>& arguments, int out, int err) const {
    std::vector<std::string> words{"offlinectl"};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto variables = offline::servers::environment_with(
        {{"XDG_CONFIG_HOME", home_.native()}, {"XDG_STATE_HOME", (home_ / "state").native()}});

    const auto argv = offline::servers::pointers_to(words);
    const auto envp = offline::servers::pointers_to(variables);
    const pid_t child = fork(); // posix_spawn() would let it ignore a signal of the C library's
    if (child < 0 || out < 0 || err < 0)
        throw std::runtime_error("no process can be made");
    if (child == 0) {
        if (dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0)
            execve(OFFLINECTL, argv.data(), envp.data());
        _exit(127);
    }
    close(out);
    close(err);
    return child;
}

Program::Ended Program::run(const std::vector<std::string>& arguments) const {
    const auto out = home_ / "out";
    const auto err = home_ / "err";
    const int status = status_of(spawn(arguments, written(out), written(err)));
    return {status, text_of(out), text_of(err)};
}

Program::Running Program::start(const std::vector<std::string>& arguments) const {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("no pipe can be made");
    return {spawn(arguments, ends[1], written(home_ / "err-of-running")), ends[0]};
}

std::string Program::errors() const { return text_of(home_ / "err-of-running"); }

bool Program::says(std::string_view text) const {
    for (int patience = 0; patience < 6'000; ++patience) {
        if (errors().find(text) != std::string::npos)
            return true;
        usleep(10'000);
    }
    return false;
}

Program::Running::~Running() {
    close_output();
    if (child_ > 0) {
        kill(child_, SIGKILL);
        status_of(child_);
    }
}

std::optional<std::string> Program::Running::line(std::chrono::milliseconds patience) {
    for (;;) {
        if (const auto end = buffered_.find('\n'); end != std::string::npos) {
            auto first = buffered_.substr(0, end);
            buffered_.erase(0, end + 1);
            return first;
        }
        pollfd readable{.fd = out_, .events = POLLIN, .revents = 0};
        std::array<char, 4096> part{};
        const auto count = poll(&readable, 1, static_cast<int>(patience.count())) > 0
                               ? read(out_, part.data(), part.size())
                               : 0;
        if (count <= 0)
            return std::nullopt;
        buffered_.append(part.data(), static_cast<std::size_t>(count));
    }
}

void Program::Running::signal(int number) const { kill(child_, number); }

void Program::Running::close_output() {
    if (out_ >= 0)
        close(out_);
    out_ = -1;
}

int Program::Running::wait() { return status_of(std::exchange(child_, -1)); }
