#include "dispatch/change.h"

#include <algorithm>
#include <utility>

namespace offline::dispatch {

Change::Change(ChangePlan plan, base::Instant now)
    : plan_(std::move(plan)),
      levels_(plan_.levels.size()),
      began_(now),
      held_(plan_.wished && plan_.gathered) {}

std::optional<Change::Place> Change::place(ObjectKey object) const noexcept {
    for (std::size_t i = 0; i < plan_.levels.size(); ++i)
        for (const auto& changing : plan_.levels[i])
            if (changing.object == object)
                return Place{i, &changing.transition};
    return std::nullopt;
}

void Change::count(std::size_t index, std::size_t many) noexcept {
    for (unsigned phase = start; phase <= done; ++phase) {
        levels_[index].not_entered[phase] += many;
        levels_[index].not_returned[phase] += many;
    }
}

void Change::discount(std::size_t index, unsigned next, bool inside) noexcept {
    auto& level = levels_[index];
    for (unsigned phase = next; phase <= done; ++phase) {
        --level.not_entered[phase];
        --level.not_returned[phase];
    }
    if (inside)
        --level.not_returned[next - 1];
}

bool Change::gate_open(std::size_t index, unsigned phase) const noexcept {
    if (phase != start && !flipped_)
        return false;
    if (index == 0)
        return true;
    const auto& below = levels_[index - 1];
    if (!below.released[phase])
        return false;
    if (phase == start && plan_.wished && !start_is_over())
        return below.not_returned[start] == 0;
    return below.not_entered[phase] == 0;
}

bool Change::release(base::Instant now) {
    bool any = false;
    for (std::size_t i = 0; i < levels_.size(); ++i)
        for (unsigned phase = start; phase <= done; ++phase)
            if (!levels_[i].released[phase] && gate_open(i, phase)) {
                levels_[i].released[phase] = now;
                any = true;
            }
    return any;
}

bool Change::start_is_over() const noexcept {
    if (!plan_.wished || flipped_ || hastened_ || start_ended_)
        return true;
    return !held_ && everybody_has_started();
}

bool Change::everybody_has_started() const noexcept {
    return std::ranges::all_of(levels_, [](const Level& level) { return level.not_returned[start] == 0; });
}

bool Change::has_just_gathered() noexcept {
    const bool before = std::exchange(gathered_, gathered_ || (held_ && everybody_has_started()));
    return gathered_ && !before;
}

bool Change::everybody_is_done() const noexcept {
    return std::ranges::all_of(levels_, [](const Level& level) { return level.not_returned[done] == 0; });
}

void Change::hasten(base::Instant now) noexcept {
    if (!hastened_)
        hastened_ = now;
}

std::optional<base::Instant> Change::start_deadline() const noexcept {
    if (!plan_.wished || flipped_)
        return std::nullopt;
    return began_ + start_wait;
}

} // namespace offline::dispatch
