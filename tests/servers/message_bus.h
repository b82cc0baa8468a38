#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include <sys/types.h>

#include "servers/bus_daemon.h"

namespace offline::servers {

/// A system bus of this process's own: a real dbus-daemon. Whoever asks for the system's bus from here on,
/// children too, finds this one, or finds none while it does not run.
class MessageBus {
public:
    /// It does not run yet.
    MessageBus();

    void start() { daemon_.start(); }

    void stop() { daemon_.stop(); }

    std::filesystem::path path() const { return daemon_.path(); }

    /// Why such a bus cannot run here; empty: it can.
    static std::string missing();

private:
    BusDaemon daemon_;
};

/// logind and NetworkManager as a test wants them, in a process of their own; players.py says what they obey.
class Players {
public:
    /// On the bus that runs.
    Players();
    ~Players();
    Players(const Players&) = delete;
    Players& operator=(const Players&) = delete;

    /// Says a command, and what was asked for by it.
    std::string tell(const std::string& command);

    int number(const std::string& command) { return std::stoi(tell(command)); }

    /// Waits until that is the number that the command asks for; false when the limit is over.
    bool says(const std::string& command, int wanted,
              std::chrono::milliseconds limit = std::chrono::seconds(10));

    /// Waits until so many inhibitors are held.
    bool holds(int inhibitors) { return says("inhibitors", inhibitors); }

    /// When the last inhibitor was let go.
    std::chrono::steady_clock::time_point released();

private:
    std::string answer();

    int pipe_ = -1;
    pid_t process_ = -1;
};

} // namespace offline::servers
