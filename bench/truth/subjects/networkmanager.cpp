// A program that follows NetworkManager's state on the system bus.
#include <string>

#include <gio/gio.h>

#include "truth/tell.h"

namespace {

constexpr guint32 connected_global = 70;

void tell(guint32 state) { offline::bench::tell(state == connected_global); }

void signalled(GDBusProxy*, const char*, const char* signal, GVariant* values, gpointer) {
    guint32 state = 0;
    if (g_str_equal(signal, "StateChanged") == 0)
        return;
    g_variant_get(values, "(u)", &state);
    tell(state);
}

void properties_changed(GDBusProxy*, GVariant* changed, const char* const*, gpointer) {
    guint32 state = 0;
    if (g_variant_lookup(changed, "State", "u", &state) != FALSE)
        tell(state);
}

GVariant* property(GDBusProxy* manager, const char* name) {
    return g_dbus_proxy_get_cached_property(manager, name);
}

// Once it has its name it takes a while to have its properties.
GDBusProxy* manager_with_all_properties() {
    constexpr auto name = "org.freedesktop.NetworkManager";
    constexpr gulong pause_us = 10'000;
    while (true) {
        auto* manager =
            g_dbus_proxy_new_for_bus_sync(G_BUS_TYPE_SYSTEM, G_DBUS_PROXY_FLAGS_NONE, nullptr, name,
                                          "/org/freedesktop/NetworkManager", name, nullptr, nullptr);
        if (manager != nullptr && property(manager, "Version") != nullptr)
            return manager;
        if (manager != nullptr)
            g_object_unref(manager);
        g_usleep(pause_us);
    }
}

} // namespace

int main() {
    auto* manager = manager_with_all_properties();
    g_signal_connect(manager, "g-signal", G_CALLBACK(signalled), nullptr);
    g_signal_connect(manager, "g-properties-changed", G_CALLBACK(properties_changed), nullptr);
    offline::bench::introduce(std::string("NetworkManager ") +
                              g_variant_get_string(property(manager, "Version"), nullptr));
    tell(g_variant_get_uint32(property(manager, "State")));
    g_main_loop_run(g_main_loop_new(nullptr, FALSE));
}
