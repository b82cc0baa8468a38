// A program that follows GNetworkMonitor's "network-available".
#include <gio/gio.h>

#include "truth/subjects/glib_name.h"
#include "truth/tell.h"

namespace {

void tell(GNetworkMonitor* monitor) {
    offline::bench::tell(g_network_monitor_get_network_available(monitor) != FALSE);
}

void changed(GNetworkMonitor* monitor, GParamSpec*, gpointer) { tell(monitor); }

} // namespace

int main() {
    auto* monitor = g_network_monitor_get_default();
    offline::bench::introduce(offline::bench::name_of(monitor) + " available");
    g_signal_connect(monitor, "notify::network-available", G_CALLBACK(changed), nullptr);
    tell(monitor);
    g_main_loop_run(g_main_loop_new(nullptr, FALSE));
}
