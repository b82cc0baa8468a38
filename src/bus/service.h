#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "base/result.h"
#include "bus/say.h"

namespace offline::engine {
class Engine;
}

namespace offline::bus {

/// The daemon on the session bus: an engine's profiles as docs/dbus.md describes them.
///
/// Threads: all members belong to the one thread that runs `loop`; the engine has threads of its own.
class Service {
public:
    struct Settings {
        bool replace = false; ///< take the name from a daemon that runs
        std::string version;
        std::string metrics; ///< where they are told, as metrics::parse_place() reads it; empty: nowhere
    };

    /// What it is given outlives it. `ended` is called once, when it cannot go on: 0 where another daemon has
    /// replaced this one, else the exit status.
    Service(engine::Engine& engine, boost::asio::io_context& loop, Say say, std::function<void(int)> ended);
    ~Service();
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;

    /// Comes onto the bus; all profiles are there before the first call is served. Code::unexpected where
    /// there is no bus, or another daemon runs; Code::usage where metrics cannot be told there.
    base::Result<void> start(const Settings& settings);
    /// Reads the profiles again.
    void reload();
    /// Answers those who wait, and leaves.
    void stop();

private:
    struct Parts;

    engine::Engine& engine_;
    boost::asio::io_context& loop_;
    const Say say_;
    const std::function<void(int)> ended_;
    std::unique_ptr<Parts> parts_;
};

} // namespace offline::bus
