#include "bus/callers.h"

#include <utility>

#include <sdbus-c++/sdbus-c++.h>
#include <unistd.h>

#include "base/error.h"

namespace offline::bus {
namespace {

/// sdbus-c++ has no filters; sd-bus under it does, and a message knows it.
class Underneath : public sdbus::Message {
public:
    static sd_bus* of(sdbus::IConnection& connection) {
        const auto driver = sdbus::createProxy(connection, "org.freedesktop.DBus", "/org/freedesktop/DBus");
        const sdbus::Message& message = driver->createMethodCall("org.freedesktop.DBus.Peer", "Ping");
        return sd_bus_message_get_bus(static_cast<sd_bus_message*>(message.*&Underneath::msg_));
    }
};

bool is_of_this_user(sd_bus_message* call) {
    sd_bus_creds* creds = nullptr;
    uid_t user = 0;
    const bool known = sd_bus_query_sender_creds(call, SD_BUS_CREDS_EUID, &creds) >= 0 &&
                       sd_bus_creds_get_euid(creds, &user) >= 0; // else it has left the bus
    sd_bus_creds_unref(creds);
    return known && user == ::geteuid();
}

} // namespace

Callers::Callers(sdbus::IConnection& connection, std::function<void(const std::string&)> left)
    : bus_(Underneath::of(connection)), left_(std::move(left)), filter_(nullptr, sd_bus_slot_unref) {
    sd_bus_slot* slot = nullptr;
    if (const int failed = sd_bus_add_filter(bus_, &slot, filter, this); failed < 0)
        throw sdbus::createError(-failed, "the calls of others cannot be told apart");
    filter_.reset(slot);
    connection.addMatch(
        "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
        "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''",
        [this](sdbus::Message& changed) { forget(changed); }, sdbus::floating_slot);
}

std::uint32_t Callers::process_of_caller() const {
    sd_bus_creds* creds = nullptr;
    pid_t process = 0;
    if (sd_bus_get_name_creds(bus_, caller_.c_str(), SD_BUS_CREDS_PID, &creds) >= 0)
        sd_bus_creds_get_pid(creds, &process);
    sd_bus_creds_unref(creds);
    return static_cast<std::uint32_t>(process);
}

int Callers::filter(sd_bus_message* message, void* callers, sd_bus_error*) {
    constexpr int goes_on = 0;
    constexpr int was_answered = 1;
    if (sd_bus_message_is_method_call(message, nullptr, nullptr) <= 0 ||
        static_cast<Callers*>(callers)->admits(message))
        return goes_on;
    static const std::string refused(base::row(base::Code::no_permission).dbus_name);
    sd_bus_reply_method_errorf(message, refused.c_str(),
                               "this daemon serves the user who started it; start one of your own");
    return was_answered;
}

bool Callers::admits(sd_bus_message* call) {
    const char* const sender = sd_bus_message_get_sender(call);
    if (sender == nullptr)
        return false;
    caller_ = sender;
    auto known = of_this_user_.find(caller_);
    if (known == of_this_user_.end())
        known = of_this_user_.emplace(caller_, is_of_this_user(call)).first;
    return known->second;
}

void Callers::forget(sdbus::Message& changed) {
    std::string name;
    changed >> name;
    if (name.empty() || name.front() != ':')
        return;
    of_this_user_.erase(name);
    left_(name);
}

} // namespace offline::bus
