#include <boost/signals2.hpp>

#include "peers/loop.h"

namespace offline::bench {
namespace {

struct Counter {
    void notify(const MAPIOFFLINE_NOTIFY*) { ++calls; }

    std::size_t calls = 0;
};

class Signals2 final : public CountingPeer<Counter> {
public:
    std::string_view name() const override { return "boost::signals2"; }

    void connect() override {
        for (const auto& counter : counters_)
            connect(*counter);
    }

    Nanoseconds tell() override {
        return time_of_three([&](const MAPIOFFLINE_NOTIFY* notice) { signal_(notice); });
    }

    void come_and_go() override { connect(guest_).disconnect(); }

private:
    boost::signals2::connection connect(Counter& counter) {
        return signal_.connect([&counter](const MAPIOFFLINE_NOTIFY* notice) { counter.notify(notice); });
    }

    boost::signals2::signal<void(const MAPIOFFLINE_NOTIFY*)> signal_;
};

} // namespace

std::unique_ptr<Peer> signals2() { return std::make_unique<Signals2>(); }

} // namespace offline::bench
