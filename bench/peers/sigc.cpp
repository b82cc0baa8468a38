#include <sigc++/sigc++.h>

#include "peers/loop.h"

namespace offline::bench {
namespace {

struct Counter {
    void notify(const MAPIOFFLINE_NOTIFY*) { ++calls; }

    std::size_t calls = 0;
};

class Sigc final : public CountingPeer<Counter> {
public:
    std::string_view name() const override { return "sigc++ 3"; }

    void connect() override {
        for (const auto& counter : counters_)
            signal_.connect(sigc::mem_fun(*counter, &Counter::notify));
    }

    Nanoseconds tell() override {
        return time_of_three([&](const MAPIOFFLINE_NOTIFY* notice) { signal_.emit(notice); });
    }

    void come_and_go() override { signal_.connect(sigc::mem_fun(guest_, &Counter::notify)).disconnect(); }

private:
    sigc::signal<void(const MAPIOFFLINE_NOTIFY*)> signal_;
};

} // namespace

std::unique_ptr<Peer> sigc() { return std::make_unique<Sigc>(); }

} // namespace offline::bench
