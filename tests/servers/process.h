#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace offline::servers {

/// A program that runs beside the test, with a file for what it prints; killed by the destructor.
class Process {
public:
    using Variables = std::map<std::string, std::string>;

    /// `command`: the program's whole path and its arguments. The variables are set besides those of this
    /// process. What it prints on either descriptor goes to `log`.
    Process(const std::vector<std::string>& command, const Variables& variables, std::filesystem::path log);
    ~Process();
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    pid_t id() const noexcept { return process_; }

    void signal(int number) const;

    /// Waits for its end: the exit status, 128 and more for a signal; nothing when the limit is over.
    std::optional<int> ends(std::chrono::milliseconds limit = std::chrono::seconds(20));

    /// Everything that it has printed.
    std::string output() const;

    /// Its resident memory in KiB; 0 where it has ended.
    long resident_kib() const;

private:
    std::filesystem::path log_;
    pid_t process_ = -1;
};

/// Runs a program to its end and gives what it printed, on either descriptor, and its exit status.
struct Ran {
    std::optional<int> status;
    std::string output;
};

Ran run(const std::vector<std::string>& command, const Process::Variables& variables = {});

/// This process's environment, with these in the place of its own.
std::vector<std::string> environment_with(const Process::Variables& variables);

/// As exec() wants them: the last one is null. They live as long as the words.
std::vector<char*> pointers_to(std::vector<std::string>& words);

} // namespace offline::servers
