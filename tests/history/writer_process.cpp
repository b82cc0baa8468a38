#include <csignal>
#include <stdexcept>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "history/writer.h"

namespace offline::history {

Writer::Writer(const std::vector<std::string>& words) {
    std::vector<std::string> all{"history_writer"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> pointers;
    for (auto& word : all)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    int ends[2] = {-1, -1};
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const bool made = pipe2(ends, O_CLOEXEC) == 0 &&
                      posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) == 0 &&
                      posix_spawn(&child_, HISTORY_WRITER, &actions, nullptr, pointers.data(), environ) == 0;
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    out_ = made ? fdopen(ends[0], "r") : nullptr;
    if (!out_)
        throw std::runtime_error("no process can be made of " HISTORY_WRITER);
}

Writer::~Writer() {
    if (child_ > 0) {
        kill();
        wait();
    }
    std::fclose(out_);
}

unsigned long Writer::next_safe() {
    unsigned long number = 0;
    return std::fscanf(out_, "%lu", &number) == 1 ? number : 0;
}

void Writer::kill() { ::kill(child_, SIGKILL); }

int Writer::wait() {
    int status = 0;
    waitpid(std::exchange(child_, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace offline::history
