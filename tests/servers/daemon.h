#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace offline::servers {

/// A real server from a Debian package, in the foreground, with all its children; ended by the destructor.
class Daemon {
public:
    /// `command`: the program's whole path and its arguments. What it prints goes to `log`.
    Daemon(const std::vector<std::string>& command, std::filesystem::path log);
    ~Daemon();
    Daemon(const Daemon&) = delete;
    Daemon& operator=(const Daemon&) = delete;

    /// Waits until 127.0.0.1 takes a connection at that port; false when the limit is over.
    static bool listens(std::uint16_t port, std::chrono::milliseconds limit = std::chrono::seconds(20));

    /// Everything that it has printed.
    std::string output() const;

    /// Why such a server cannot run here: not installed, no sandbox, or not root outside of it. Empty: it
    /// can.
    static std::string missing(const std::string& program);

private:
    std::filesystem::path log_;
    pid_t process_ = -1;
};

} // namespace offline::servers
