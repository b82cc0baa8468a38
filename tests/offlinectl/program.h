#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

/// offlinectl as a user runs it, in a home of its own.
class Program {
public:
    struct Ended {
        int status; ///< the exit status; 128 + the signal that ended it
        std::string out;
        std::string err;
    };

    Program();
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    Ended run(const std::vector<std::string>& arguments) const;

    /// One that goes on. It is killed at the end of its life, if need be.
    class Running {
    public:
        Running(pid_t child, int out) : child_(child), out_(out) {}

        ~Running();
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

        /// The next line of its output; none at the end of it, or after so long a silence.
        std::optional<std::string> line(std::chrono::milliseconds patience = std::chrono::minutes(1));
        void signal(int number) const;
        void close_output();
        /// Its exit status; 128 + the signal that ended it.
        int wait();

    private:
        pid_t child_;
        int out_;
        std::string buffered_;
    };

    Running start(const std::vector<std::string>& arguments) const;

    /// What the one that goes on has said on stderr.
    std::string errors() const;
    /// Waits until it says that there; false after a minute.
    bool says(std::string_view text) const;

    /// Where the profiles of that home are.
    std::filesystem::path profiles() const { return home_ / "offlined" / "profiles"; }

    /// Where the daemon of that home keeps its history.
    std::filesystem::path history() const { return home_ / "state" / "offlined" / "history.sqlite"; }

private:
    pid_t spawn(const std::vector<std::string>& arguments, int out, int err) const;

    std::filesystem::path home_;
};
