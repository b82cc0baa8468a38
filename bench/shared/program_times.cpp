#include "program_times.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace offline::bench {
namespace {

void run(const char* program, std::vector<char*> words) {
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    pid_t child = -1;
    int status = 1;
    if (posix_spawn(&child, program, &quiet, nullptr, words.data(), environ) != 0 ||
        waitpid(child, &status, 0) != child || status != 0) {
        std::fprintf(stderr, "bench: %s failed\n", program);
        std::exit(1);
    }
    posix_spawn_file_actions_destroy(&quiet);
}

} // namespace

std::vector<double> times_of_program(const char* program, std::vector<std::string> words, int runs) {
    words.insert(words.begin(), program);
    std::vector<char*> pointers(words.size() + 1);
    std::ranges::transform(words, pointers.begin(), [](std::string& word) { return word.data(); });
    std::vector<double> took(static_cast<std::size_t>(runs));
    for (auto& each : took) {
        const auto began = std::chrono::steady_clock::now();
        run(program, pointers);
        each = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    }
    return took;
}

} // namespace offline::bench
