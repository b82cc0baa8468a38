#pragma once

#include <mapioffline.h>

#include "peers/peer.h"

namespace offline::bench {

inline constexpr MAPIOFFLINE_NOTIFY_TYPE phases[] = {MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_START,
                                                     MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE,
                                                     MAPIOFFLINE_NOTIFY_TYPE_STATECHANGE_DONE};

/// A transition of a peer that tells by one call an emission.
template <class Emit>
Nanoseconds time_of_three(Emit emit) {
    const auto began = std::chrono::steady_clock::now();
    for (const auto phase : phases) {
        MAPIOFFLINE_NOTIFY notice{};
        notice.ulSize = sizeof notice;
        notice.NotifyType = phase;
        emit(&notice);
    }
    return std::chrono::steady_clock::now() - began;
}

/// A peer whose subscribers are of one type, which counts its calls.
template <class Counter>
class CountingPeer : public Peer {
public:
    void make(std::size_t many) final {
        for (std::size_t i = 0; i < many; ++i)
            counters_.push_back(std::make_unique<Counter>());
    }

    std::size_t calls() const final {
        std::size_t calls = 0;
        for (const auto& each : counters_)
            calls += each->calls;
        return calls;
    }

protected:
    std::vector<std::unique_ptr<Counter>> counters_;
    Counter guest_; ///< who comes and goes
};

} // namespace offline::bench
