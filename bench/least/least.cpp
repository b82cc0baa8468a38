#include "least/least.h"

#include <atomic>

namespace offline::bench {
namespace {

class PlainAtomic final : public Least {
public:
    HRESULT state(ULONG* to) override {
        *to = state_.load(std::memory_order_acquire);
        return S_OK;
    }

private:
    std::atomic<ULONG> state_{MAPIOFFLINE_STATE_ONLINE};
};

} // namespace

Least& plain_atomic() {
    static PlainAtomic one;
    return one;
}

} // namespace offline::bench
