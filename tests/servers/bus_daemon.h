#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "servers/daemon.h"
#include "servers/temp_folder.h"

namespace offline::servers {

/// A real dbus-daemon in a folder of its own.
class BusDaemon {
public:
    /// It does not run yet. Whoever gets to the folder may connect; `more` is configuration besides.
    explicit BusDaemon(std::string_view more = {});

    void start();
    void stop();

    const std::filesystem::path& folder() const noexcept { return folder_.path(); }

    std::filesystem::path path() const { return folder() / "bus"; }

    std::string address() const { return "unix:path=" + path().string(); }

    /// Why it cannot run here; empty: it can.
    static std::string missing();

private:
    TempFolder folder_;
    std::optional<Daemon> daemon_;
};

/// Waits until somebody takes connections there; false when the limit is over.
bool listens_at(const std::filesystem::path& socket,
                std::chrono::milliseconds limit = std::chrono::seconds(20));

} // namespace offline::servers
