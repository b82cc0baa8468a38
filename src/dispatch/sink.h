#pragma once

#include <cstdint>

#include "model/transition.h"

namespace offline::dispatch {

/// What a registration is told: one phase of a change, or that the reason moved while the state stayed.
/// It lives as long as the call.
struct Notice {
    enum class Kind : std::uint8_t { phase, reason } kind = Kind::phase;
    model::Phase phase = model::Phase::start; ///< of `Kind::phase`
    const model::Transition& transition;
};

/// The far end of a registration. It is called on the runtime's threads, one call at a time, with no lock of
/// the runtime held; what it throws ends there. Its destructor runs, without a lock too, once it can never be
/// called again.
class Sink {
public:
    virtual ~Sink() = default;
    virtual void deliver(const Notice& notice) = 0;

    /// Whether it wants to hear of reasons that move while the state stays; the same answer each time.
    virtual bool wants_reasons() const noexcept { return false; }
};

} // namespace offline::dispatch
