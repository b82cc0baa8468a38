// A program that asks GNetworkMonitor whether it can reach its own server, `subject_glib_reach HOST PORT`:
// whenever the network changed, and every 2 s besides; a question may take 1 s.
#include <cstdlib>
#include <string>
#include <utility>

#include <gio/gio.h>

#include "truth/subjects/glib_name.h"
#include "truth/tell.h"

namespace {

constexpr guint interval_ms = 2000;
constexpr guint timeout_ms = 1000;

class Asker {
public:
    Asker(const char* host, guint16 port)
        : monitor_(g_network_monitor_get_default()), host_(host), port_(port) {
        g_signal_connect(monitor_, "network-changed", G_CALLBACK(network_changed), this);
        g_timeout_add(interval_ms, each_interval, this);
        ask();
    }

private:
    static void network_changed(GNetworkMonitor*, gboolean, gpointer self) {
        static_cast<Asker*>(self)->ask();
    }

    static gboolean each_interval(gpointer self) {
        static_cast<Asker*>(self)->ask();
        return G_SOURCE_CONTINUE;
    }

    static gboolean too_late(gpointer self) {
        static_cast<Asker*>(self)->timer_ = 0;
        g_cancellable_cancel(static_cast<Asker*>(self)->patience_);
        return G_SOURCE_REMOVE;
    }

    static void answered(GObject*, GAsyncResult* result, gpointer self) {
        static_cast<Asker*>(self)->hear(result);
    }

    // A change while a question is under way is asked about after it.
    void ask() {
        if (patience_ != nullptr) {
            again_ = true;
            return;
        }
        again_ = false;
        patience_ = g_cancellable_new();
        timer_ = g_timeout_add(timeout_ms, too_late, this);
        // A new one each time: an address keeps what its name once meant.
        auto* server = g_network_address_new(host_.c_str(), port_);
        g_network_monitor_can_reach_async(monitor_, server, patience_, answered, this);
        g_object_unref(server);
    }

    void hear(GAsyncResult* result) {
        offline::bench::tell(g_network_monitor_can_reach_finish(monitor_, result, nullptr));
        if (timer_ != 0)
            g_source_remove(timer_);
        g_object_unref(std::exchange(patience_, nullptr));
        if (again_)
            ask();
    }

    GNetworkMonitor* monitor_;
    std::string host_;
    guint16 port_;
    GCancellable* patience_ = nullptr; ///< there while a question is under way
    guint timer_ = 0;
    bool again_ = false;
};

} // namespace

int main(int count, char** words) {
    if (count != 3)
        return EXIT_FAILURE;
    offline::bench::introduce(offline::bench::name_of(g_network_monitor_get_default()) + " can_reach");
    const Asker asker(words[1], static_cast<guint16>(std::stoi(words[2])));
    g_main_loop_run(g_main_loop_new(nullptr, FALSE));
}
