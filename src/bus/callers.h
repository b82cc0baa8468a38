#pragma once

#include <functional>
#include <map>
#include <string>

namespace sdbus {
class IConnection;
class Message;
} // namespace sdbus

namespace offline::bus {

/// Stands before every object of a connection: calls of another user end here, and who has left the bus is
/// told of.
///
/// Threads: the connection's one.
class Callers {
public:
    /// `left` is called with the unique name of each connection that has left the bus, whether it ever called
    /// or not.
    Callers(sdbus::IConnection& connection, std::function<void(const std::string& connection)> left);
    Callers(const Callers&) = delete;
    Callers& operator=(const Callers&) = delete;

    /// Who makes the call that is being served.
    const std::string& caller() const noexcept { return caller_; }

private:
    void admit(sdbus::Message& call);
    void forget(sdbus::Message& changed);

    std::function<void(const std::string&)> left_;
    std::map<std::string, bool> of_this_user_; ///< by unique name
    std::string caller_;
};

} // namespace offline::bus
