#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace offline::sources {

/// Where a bus listens: the path of its socket, or an abstract name.
struct BusAddress {
    std::string name;
    bool abstract{};

    /// Of the system bus: what DBUS_SYSTEM_BUS_ADDRESS says, else the usual place. None where only kinds
    /// other than `unix:` are named there.
    static std::optional<BusAddress> of_the_system();

    /// Of the user's session bus: what DBUS_SESSION_BUS_ADDRESS says, else `$XDG_RUNTIME_DIR/bus`. None where
    /// there is neither, or only other kinds than `unix:` are named.
    static std::optional<BusAddress> of_the_session();

    bool operator==(const BusAddress&) const = default;
};

/// The first `unix:` address of a list as D-Bus writes it: `unix:path=/run/a%20b,guid=12;tcp:host=…`.
std::optional<BusAddress> parse_bus_address(std::string_view list);

} // namespace offline::sources
