#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "servers/daemon.h"
#include "servers/temp_folder.h"

namespace offline::servers {

/// A real message bus in a folder of its own.
class BusDaemon {
public:
    /// dbus-broker wants to log to a journal, and finds one of the test's own: only in a Sandbox.
    enum class Program : std::uint8_t { dbus_daemon, dbus_broker };

    /// It does not run yet. Whoever gets to the folder may connect; `more` is configuration besides.
    explicit BusDaemon(std::string_view more = {}, Program program = Program::dbus_daemon);

    void start();
    void stop();

    const std::filesystem::path& folder() const noexcept { return folder_.path(); }

    std::filesystem::path path() const { return folder() / "bus"; }

    std::string address() const { return "unix:path=" + path().string(); }

    /// Why it cannot run here; empty: it can.
    static std::string missing(Program program = Program::dbus_daemon);

private:
    const Program program_;
    TempFolder folder_;
    std::optional<Daemon> daemon_;
};

/// Waits until somebody takes connections there; false when the limit is over.
bool listens_at(const std::filesystem::path& socket,
                std::chrono::milliseconds limit = std::chrono::seconds(20));

} // namespace offline::servers
