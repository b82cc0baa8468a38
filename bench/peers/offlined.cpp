// The library by its public face: each subscriber is a COM object with a registration of its own. The first
// and the last of them read the clock as well.
#include <mapioffline.h>

#include "offline_object.h"
#include "peers/loop.h"
#include "subscriber.h"

namespace offline::bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Counter final : Subscriber {
    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY*) override { ++calls; }

    std::size_t calls = 0;
};

// Reads the clock in one phase only, as the peers' times are taken at the beginning and at the end.
struct ClockReader final : Subscriber {
    explicit ClockReader(MAPIOFFLINE_NOTIFY_TYPE in) : phase(in) {}

    void STDMETHODCALLTYPE Notify(const MAPIOFFLINE_NOTIFY* notice) override {
        if (notice->NotifyType == phase)
            at = Clock::now();
    }

    const MAPIOFFLINE_NOTIFY_TYPE phase;
    Clock::time_point at;
};

class Offlined final : public CountingPeer<Counter> {
public:
    std::string_view name() const override { return "offlined"; }

    void connect() override {
        object_.advise(first_);
        for (const auto& counter : counters_)
            object_.advise(*counter);
        object_.advise(last_);
    }

    Nanoseconds tell() override {
        object_.flip(MAPIOFFLINE_FLAG_BLOCK);
        return last_.at - first_.at;
    }

    void come_and_go() override { object_.unadvise(object_.advise(guest_)); }

private:
    ClockReader first_{MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START};
    ClockReader last_{MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE};
    OfflineObject object_{L"Told"}; // ends first, and with it the registrations
};

} // namespace

std::unique_ptr<Peer> offlined() { return std::make_unique<Offlined>(); }

} // namespace offline::bench
