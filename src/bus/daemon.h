#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "bus/connection.h"
#include "engine/runtime.h"
#include "loop/alarm.h"

namespace offline::bus {

/// The daemon, as the programs of its user reach it. It may end, be killed or be another one: it is started
/// again by the first call that wants it, and as long as somebody has listened to it, by this itself.
///
/// Threads: all calls and callbacks belong to the loop's one thread, but for ask().
class Daemon {
public:
    struct Hearer {
        std::function<void()> came; ///< perhaps another one: what was said to the last one is not known to it
        std::function<void()> went;
        std::function<void(const sources::BusMessage&)> signal; ///< of the present one, of a profile
    };

    static constexpr auto patience = std::chrono::seconds(5);

    /// The runtime outlives it.
    Daemon(engine::Runtime& runtime, Hearer hearer);

    bool is_there() const noexcept { return !owner_.empty(); }

    /// Calls it, and starts it for that. Code::no_daemon where there is none and none can be started.
    void call(std::string path, const std::string& interface, std::string member,
              std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
              Connection::Answered answered);
    /// The same, and waits for the answer. Any thread but the loop's.
    base::Result<sources::BusMessage> ask(std::string path, const std::string& interface, std::string member,
                                          std::vector<sources::BusValue> arguments,
                                          std::chrono::nanoseconds limit = patience);
    /// Nobody waits for an answer; nothing where it is not there.
    void send(std::string path, const std::string& interface, std::string member,
              std::vector<sources::BusValue> arguments);

    /// From here on the signals of that profile are heard.
    void listen_to(const std::string& path);

private:
    base::Result<void> connect();
    void lost(const std::string& why);
    void hear(const sources::BusMessage& signal);
    void owned_by(std::string owner);
    void try_again();

    engine::Runtime& runtime_;
    Hearer hearer_;
    std::shared_ptr<Connection> connection_;
    std::string owner_; ///< the unique name on the bus; empty: nobody
    std::vector<std::string> listened_to_;
    loop::Alarm alarm_;     ///< the next try
    unsigned failures_ = 0; ///< in a row
};

} // namespace offline::bus
