#include "bus/starter.h"

#include <cstdlib>
#include <fstream>
#include <memory>

#include <fcntl.h>
#include <systemd/sd-login.h>
#include <unistd.h>

namespace offline::bus {
namespace {

bool is_a_unit_of_ours() {
    char* unit = nullptr;
    const int failed = ::sd_pid_get_user_unit(0, &unit);
    const std::unique_ptr<char, decltype(&std::free)> owned(unit, &std::free);
    return failed >= 0 && std::string(unit) == "offlined.service";
}

bool has_a_terminal() {
    const int terminal = ::open("/dev/tty", O_RDONLY | O_NOCTTY | O_CLOEXEC);
    if (terminal >= 0)
        ::close(terminal);
    return terminal >= 0;
}

// Between the bus and what it starts stands a process that goes away soon.
bool may_be_a_child_of_the_bus() {
    const auto parent = ::getppid();
    std::string name;
    std::getline(std::ifstream("/proc/" + std::to_string(parent) + "/comm"), name);
    return parent == 1 || name == "systemd" || name.starts_with("dbus-");
}

// What the bus says to those that it starts their children inherit, the shell in a terminal too.
bool was_started_by_the_bus() {
    return std::getenv("DBUS_STARTER_BUS_TYPE") != nullptr &&
           (may_be_a_child_of_the_bus() || !has_a_terminal());
}

} // namespace

std::string started_by() {
    return is_a_unit_of_ours() ? "systemd" : was_started_by_the_bus() ? "bus" : "hand";
}

} // namespace offline::bus
