#pragma once

#include <string>

#include <gio/gio.h>

namespace offline::bench {

/// "GLib 2.74.6, Netlink": the version, and what the monitor asks.
inline std::string name_of(GNetworkMonitor* monitor) {
    const std::string type = G_OBJECT_TYPE_NAME(monitor);
    const std::string common = "GNetworkMonitor";
    return "GLib " + std::to_string(glib_major_version) + "." + std::to_string(glib_minor_version) + "." +
           std::to_string(glib_micro_version) + " " +
           (type.starts_with(common) ? type.substr(common.size()) : type);
}

} // namespace offline::bench
