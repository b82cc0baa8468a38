#include <glib-object.h>

#include "peers/loop.h"

namespace offline::bench {
namespace {

struct Counter {
    std::size_t calls = 0;
};

void notify(GObject*, gpointer, gpointer counter) { ++static_cast<Counter*>(counter)->calls; }

class GObjectSignals final : public CountingPeer<Counter> {
public:
    GObjectSignals() : sender_(G_OBJECT(g_object_new(G_TYPE_OBJECT, nullptr))) {
        static const guint made =
            g_signal_new("state-change", G_TYPE_OBJECT, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr,
                         g_cclosure_marshal_VOID__POINTER, G_TYPE_NONE, 1, G_TYPE_POINTER);
        signal_ = made;
    }

    ~GObjectSignals() override { g_object_unref(sender_); }

    GObjectSignals(const GObjectSignals&) = delete;
    GObjectSignals& operator=(const GObjectSignals&) = delete;

    std::string_view name() const override { return "GObject"; }

    void connect() override {
        for (const auto& counter : counters_)
            connect(*counter);
    }

    Nanoseconds tell() override {
        return time_of_three(
            [&](const MAPIOFFLINE_NOTIFY* notice) { g_signal_emit(sender_, signal_, 0, notice); });
    }

    void come_and_go() override { g_signal_handler_disconnect(sender_, connect(guest_)); }

private:
    gulong connect(Counter& counter) {
        return g_signal_connect(sender_, "state-change", G_CALLBACK(notify), &counter);
    }

    GObject* const sender_;
    guint signal_;
};

} // namespace

std::unique_ptr<Peer> gobject() { return std::make_unique<GObjectSignals>(); }

} // namespace offline::bench
