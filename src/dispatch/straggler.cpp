#include "dispatch/straggler.h"

#include <algorithm>
#include <utility>

namespace offline::dispatch {

bool Straggler::is_due() const noexcept {
    if (running || queue.empty() || gone())
        return false;
    const auto& entry = queue.front();
    return !entry.change || entry.change->level(entry.level).released[entry.next].has_value();
}

void Straggler::discount() noexcept {
    bool inside_a_phase = running;
    for (auto& entry : queue) {
        if (std::exchange(entry.counts, false))
            entry.change->discount(entry.level, entry.next, inside_a_phase);
        inside_a_phase = false;
    }
}

Straggler::Entry* Straggler::untold_reason() noexcept {
    const bool being_told = running && queue.size() == 1;
    return !queue.empty() && !queue.back().change && !being_told ? &queue.back() : nullptr;
}

std::optional<base::Instant> Straggler::late_at() const noexcept {
    if (!running || queue.empty())
        return std::nullopt;
    const auto next = queue.front().next > done ? std::next(queue.begin()) : queue.begin();
    if (next == queue.end() || !next->change)
        return std::nullopt;
    const auto& due = next->change->level(next->level).released[next->next];
    return due ? std::optional(std::max(*due, entered) + Change::lag_after) : std::nullopt;
}

std::optional<base::Instant> Straggler::lags_at() const noexcept {
    const auto awaiting = std::ranges::find(queue, true, &Entry::counts);
    if (awaiting == queue.end())
        return std::nullopt;
    if (const auto late = late_at(); late || awaiting->next <= done)
        return late;
    const auto patient = entered + Change::done_wait;
    if (const auto hastened = awaiting->change->hastened())
        return std::min(patient, std::max(*hastened, entered) + Change::lag_after);
    return patient;
}

} // namespace offline::dispatch
