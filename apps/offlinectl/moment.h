#pragma once

#include "base/timestamp.h"

namespace offline::offlinectl {

/// One moment on both clocks: JSON names it on the one that people read and on the one that never jumps.
struct Moment {
    base::Instant monotonic;
    base::WallTime wall;

    static Moment now() { return {std::chrono::steady_clock::now(), std::chrono::system_clock::now()}; }

    /// What the wall clock shows, or would have shown, at that instant.
    base::WallTime wall_at(base::Instant instant) const {
        return wall + std::chrono::duration_cast<base::WallTime::duration>(instant - monotonic);
    }
};

} // namespace offline::offlinectl
