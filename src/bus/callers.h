#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <systemd/sd-bus.h>

namespace sdbus {
class IConnection;
class Message;
} // namespace sdbus

namespace offline::bus {

/// Stands before every object of a connection, those of sd-bus itself too: calls of another user end here.
/// And it tells who has left the bus.
///
/// Threads: the connection's one. The connection outlives it.
class Callers {
public:
    /// `left` is called with the unique name of each connection that has left the bus, whether it ever called
    /// or not.
    Callers(sdbus::IConnection& connection, std::function<void(const std::string& connection)> left);
    Callers(const Callers&) = delete;
    Callers& operator=(const Callers&) = delete;

    /// Who makes the call that is being served.
    const std::string& caller() const noexcept { return caller_; }

    /// Its process; 0 where nobody knows, or it has left the bus. Asks the bus.
    std::uint32_t process_of_caller() const;

private:
    static int filter(sd_bus_message* message, void* callers, sd_bus_error* error);
    bool admits(sd_bus_message* call);
    void forget(sdbus::Message& changed);

    sd_bus* const bus_;
    std::function<void(const std::string&)> left_;
    std::map<std::string, bool> of_this_user_; ///< by unique name
    std::string caller_;
    std::unique_ptr<sd_bus_slot, sd_bus_slot* (*)(sd_bus_slot*)> filter_;
};

} // namespace offline::bus
