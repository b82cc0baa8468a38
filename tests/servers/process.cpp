#include "servers/process.h"

#include <csignal>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "servers/temp_folder.h"

namespace offline::servers {
namespace {

using namespace std::chrono_literals;

std::string text_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

std::vector<char*> pointers_to(std::vector<std::string>& words) {
    std::vector<char*> all;
    for (auto& word : words)
        all.push_back(word.data());
    all.push_back(nullptr);
    return all;
}

std::vector<std::string> environment_with(const Process::Variables& variables) {
    std::vector<std::string> all;
    for (char** each = environ; *each != nullptr; ++each) {
        const std::string line = *each;
        if (!variables.contains(line.substr(0, line.find('='))))
            all.push_back(line);
    }
    for (const auto& [name, value] : variables)
        all.push_back(name + "=" + value);
    return all;
}

Process::Process(const std::vector<std::string>& command, const Variables& variables,
                 std::filesystem::path log)
    : log_(std::move(log)) {
    posix_spawn_file_actions_t files;
    ::posix_spawn_file_actions_init(&files);
    ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, log_.c_str(), O_WRONLY | O_CREAT | O_APPEND,
                                       0600);
    ::posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    auto words = command;
    auto lines = environment_with(variables);
    const int failed = ::posix_spawn(&process_, command.front().c_str(), &files, nullptr,
                                     pointers_to(words).data(), pointers_to(lines).data());
    ::posix_spawn_file_actions_destroy(&files);
    if (failed != 0)
        throw std::runtime_error("could not start " + command.front());
}

Process::~Process() {
    if (process_ < 0)
        return;
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

void Process::signal(int number) const {
    if (process_ > 0)
        ::kill(process_, number);
}

std::optional<int> Process::ends(std::chrono::milliseconds limit) {
    const auto deadline = std::chrono::steady_clock::now() + limit;
    int status = 0;
    while (::waitpid(process_, &status, WNOHANG) == 0) {
        if (std::chrono::steady_clock::now() > deadline)
            return std::nullopt;
        std::this_thread::sleep_for(2ms);
    }
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Process::output() const { return text_of(log_); }

long Process::resident_kib() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stol(line.substr(6));
    return 0;
}

Ran run(const std::vector<std::string>& command, const Process::Variables& variables) {
    const TempFolder folder;
    Process process(command, variables, folder.path() / "output");
    const auto status = process.ends(60s);
    return {status, process.output()};
}

} // namespace offline::servers
