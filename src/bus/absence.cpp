#include "bus/absence.h"

#include <utility>

namespace offline::bus {

void Absence::begins(base::Instant now) {
    if (std::exchange(away_, true))
        return;
    const bool was_well = judged_ && now - came_ >= patience;
    if (!since_ || was_well)
        since_ = now;
    judged_ = false;
}

void Absence::ends(base::Instant now) {
    if (std::exchange(away_, false) || came_ == base::Instant{})
        came_ = now;
}

std::optional<base::Instant> Absence::over_at() const {
    return away_ ? std::optional(*since_ + patience) : std::nullopt;
}

} // namespace offline::bus
