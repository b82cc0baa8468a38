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

template <class Subscribers>
std::size_t calls_of(const Subscribers& subscribers) {
    std::size_t calls = 0;
    for (const auto& each : subscribers)
        calls += each->calls;
    return calls;
}

} // namespace offline::bench
