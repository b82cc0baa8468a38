#pragma once

namespace offline::bus {

// What docs/dbus.md calls things: for the daemon's side and for the mirror.
inline constexpr auto bus_name = "org.offlined.Offline1";
inline constexpr auto manager_path = "/org/offlined/Offline1";
inline constexpr auto manager_interface = "org.offlined.Offline1.Manager";
inline constexpr auto profile_interface = "org.offlined.Offline1.Profile";

} // namespace offline::bus
