#include "peers/loop.h"

namespace offline::bench {
namespace {

struct Listener {
    virtual ~Listener() = default;
    virtual void notify(const MAPIOFFLINE_NOTIFY* notice) = 0;
};

struct Counter final : Listener {
    void notify(const MAPIOFFLINE_NOTIFY*) override { ++calls; }

    std::size_t calls = 0;
};

class BareLoop final : public CountingPeer<Counter> {
public:
    std::string_view name() const override { return "bare loop of virtual calls"; }

    void connect() override {
        for (const auto& counter : counters_)
            listeners_.push_back(counter.get());
    }

    Nanoseconds tell() override {
        return time_of_three([&](const MAPIOFFLINE_NOTIFY* notice) {
            for (auto* const listener : listeners_)
                listener->notify(notice);
        });
    }

    void come_and_go() override {
        listeners_.push_back(&guest_);
        listeners_.pop_back();
    }

private:
    std::vector<Listener*> listeners_;
};

} // namespace

std::unique_ptr<Peer> bare_loop() { return std::make_unique<BareLoop>(); }

} // namespace offline::bench
