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

/// The daemon, as the programs of its user reach it. It may end, be killed, hang or be another one: it is
/// started again by the first call that wants it, and as long as somebody has listened to it, by this itself.
/// Who has its name and does not answer a ping is not there.
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
    /// So often it is asked for a sign of life while nobody calls it: systemd ends one that hangs within 30
    /// s, so this is for those that nobody looks after, and must cost no battery.
    static constexpr auto heartbeat = std::chrono::minutes(1);

    /// The runtime outlives it.
    Daemon(engine::Runtime& runtime, Hearer hearer);

    bool is_there() const noexcept { return there_; }

    /// Why it is not, once that is known.
    const std::string& trouble() const noexcept { return trouble_; }

    /// Calls it, and starts it for that. Code::no_daemon where there is none and none can be started.
    void call(std::string path, const std::string& interface, std::string member,
              std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
              Connection::Answered answered);
    /// The same, and waits for the answer. Any thread but the loop's.
    base::Result<sources::BusMessage> ask(std::string path, const std::string& interface, std::string member,
                                          std::vector<sources::BusValue> arguments,
                                          std::chrono::nanoseconds limit = patience);
    /// Nobody waits for an answer; false, and nothing, where it is not there.
    bool send(std::string path, const std::string& interface, std::string member,
              std::vector<sources::BusValue> arguments);

    /// From here on the signals of that profile are heard.
    void listen_to(const std::string& path);
    /// Somebody waits for it to come.
    void want();

private:
    base::Result<void> connect();
    void lost(const std::string& why);
    void hear(const sources::BusMessage& signal);
    void owned_by(std::string owner);
    void ping();
    void answers();
    void is_gone(const std::string& why);
    void try_again();
    void rest();
    void send_call(std::string path, const std::string& interface, std::string member,
                   std::vector<sources::BusValue> arguments, std::chrono::nanoseconds limit,
                   Connection::Answered answered);

    engine::Runtime& runtime_;
    Hearer hearer_;
    std::shared_ptr<Connection> connection_;
    std::string owner_; ///< the unique name on the bus; empty: nobody
    std::vector<std::string> listened_to_;
    loop::Alarm alarm_; ///< the next ping
    bool wanted_ = false;
    bool pinging_ = false;
    bool tries_again_ = false; ///< the alarm is set for that
    bool there_ = false;       ///< it has answered
    bool hangs_ = false;       ///< somebody has its name, and did not answer the last ping
    std::size_t waiting_ = 0;  ///< calls
    std::string trouble_;
    base::Instant came_{};
    unsigned failures_ = 0; ///< in a row
};

} // namespace offline::bus
