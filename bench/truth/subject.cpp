#include "truth/subject.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <spawn.h>
#include <string_view>
#include <sys/wait.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace offline::bench {
namespace {

void check(int error, const std::string& what) {
    if (error != 0)
        throw std::system_error(error, std::generic_category(), what);
}

Subject::Told parse(const char* line) {
    char* rest = nullptr;
    const std::chrono::nanoseconds at(std::strtoll(line, &rest, 10));
    const bool online = std::string_view(rest).starts_with(" online");
    return {.at = net::Stamp(at), .state = online ? State::online : State::offline};
}

} // namespace

Subject::Subject(std::vector<std::string> command) {
    std::array<int, 2> pipe{};
    check(pipe2(pipe.data(), O_CLOEXEC) == 0 ? 0 : errno, "no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    std::vector<char*> arguments(command.size() + 1);
    std::ranges::transform(command, arguments.begin(), [](std::string& word) { return word.data(); });
    const int failed = posix_spawn(&process_, arguments[0], &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pipe[1]);
    lines_ = fdopen(pipe[0], "r");
    check(failed, command.front());
    reader_ = std::thread([this] { read(); });
}

Subject::~Subject() {
    kill(process_, SIGTERM);
    reader_.join();
    waitpid(process_, nullptr, 0);
    std::fclose(lines_);
}

std::string Subject::name() const {
    const std::lock_guard lock(mutex_);
    return name_;
}

bool Subject::believes(State state, net::Stamp deadline) {
    std::unique_lock lock(mutex_);
    return moved_.wait_until(lock, deadline, [&] { return !told_.empty() && told_.back().state == state; });
}

std::vector<Subject::Told> Subject::told() const {
    const std::lock_guard lock(mutex_);
    return told_;
}

void Subject::read() {
    char* line = nullptr;
    std::size_t room = 0;
    for (ssize_t length = 0; (length = getline(&line, &room, lines_)) > 0;) {
        const std::lock_guard lock(mutex_);
        if (name_.empty())
            name_.assign(line, static_cast<std::size_t>(length - 1));
        else
            told_.push_back(parse(line));
        moved_.notify_all();
    }
    std::free(line);
}

} // namespace offline::bench
