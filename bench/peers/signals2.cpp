#include <boost/signals2.hpp>

#include "peers/loop.h"

namespace offline::bench {
namespace {

struct Counter {
    void notify(const MAPIOFFLINE_NOTIFY*) { ++calls; }

    std::size_t calls = 0;
};

class Signals2 final : public Peer {
public:
    std::string_view name() const override { return "boost::signals2"; }

    void make(std::size_t many) override {
        for (std::size_t i = 0; i < many; ++i)
            counters_.push_back(std::make_unique<Counter>());
    }

    void connect() override {
        for (const auto& counter : counters_)
            connect(*counter);
    }

    Nanoseconds tell() override {
        return time_of_three([&](const MAPIOFFLINE_NOTIFY* notice) { signal_(notice); });
    }

    void come_and_go() override { connect(guest_).disconnect(); }

    std::size_t calls() const override { return calls_of(counters_); }

private:
    boost::signals2::connection connect(Counter& counter) {
        return signal_.connect([&counter](const MAPIOFFLINE_NOTIFY* notice) { counter.notify(notice); });
    }

    std::vector<std::unique_ptr<Counter>> counters_;
    Counter guest_;
    boost::signals2::signal<void(const MAPIOFFLINE_NOTIFY*)> signal_;
};

} // namespace

std::unique_ptr<Peer> signals2() { return std::make_unique<Signals2>(); }

} // namespace offline::bench
