#pragma once

#include <algorithm>
#include <chrono>

#include "base/timestamp.h"

namespace offline::engine {

/// How often hints may make the engine look: four at once, then one a minute. Whoever gives them may be
/// wrong, or lie, and each costs the servers a connection; kernel events and timers serve besides.
class Allowance {
public:
    /// Whether one more is granted.
    bool spend(base::Instant now) noexcept {
        const auto from = std::max(paid_off_, now);
        if (from - now > (most - 1) * each)
            return false;
        paid_off_ = from + each;
        return true;
    }

private:
    static constexpr int most = 4;
    static constexpr auto each = std::chrono::minutes(1);

    base::Instant paid_off_{}; ///< when as many are granted again as at first
};

} // namespace offline::engine
