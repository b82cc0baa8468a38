#include "bus/callers.h"

#include <utility>

#include <sdbus-c++/sdbus-c++.h>
#include <unistd.h>

#include "bus/bus_error.h"

namespace offline::bus {
namespace {

bool is_of_this_user(const sdbus::Message& call) {
    try {
        return call.getCredsEuid() == ::geteuid();
    } catch (const sdbus::Error&) {
        return false; // it has left the bus
    }
}

} // namespace

// sd-bus shows a message to the matches first. One that fails is the answer to the call, and neither our
// objects nor the library's own interfaces see it.
Callers::Callers(sdbus::IConnection& connection, std::function<void(const std::string&)> left)
    : left_(std::move(left)) {
    connection.addMatch(
        "type='method_call'", [this](sdbus::Message& call) { admit(call); }, sdbus::floating_slot);
    connection.addMatch(
        "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',"
        "interface='org.freedesktop.DBus',member='NameOwnerChanged',arg2=''",
        [this](sdbus::Message& changed) { forget(changed); }, sdbus::floating_slot);
}

void Callers::admit(sdbus::Message& call) {
    caller_ = call.getSender();
    auto known = of_this_user_.find(caller_);
    if (known == of_this_user_.end())
        known = of_this_user_.emplace(caller_, is_of_this_user(call)).first;
    if (!known->second)
        throw bus_error(base::Code::no_permission,
                        "this daemon serves the user who started it; start one of your own");
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
