#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "base/timestamp.h"
#include "model/transition.h"

namespace offline::dispatch {

/// The objects that subscribers register with, as this folder sees them: an address and nothing more.
using ObjectKey = const void*;

/// Of the phases, as they are counted here.
inline constexpr unsigned start = static_cast<unsigned>(model::Phase::start);
inline constexpr unsigned done = static_cast<unsigned>(model::Phase::done);

/// One object of a change, with what its own subscribers are told.
struct ChangingObject {
    ObjectKey object{};
    model::Transition transition;
};

/// A change before it begins. The hooks are called under the lock that guards the Delivery: `flip` when the
/// states are to flip, all together; `ended` when nobody who counts is still being told.
struct ChangePlan {
    bool wished{}; ///< a wished change waits for `START`; a forced one waits for nobody
    /// Of a wished change that waits for others besides: called, under the same lock, once everybody here has
    /// returned from `START`. The states then flip when let_go() is called, or the wait for `START` is up.
    std::function<void()> gathered;
    std::vector<std::vector<ChangingObject>> levels; ///< in the order in which each phase reaches them
    std::function<void(base::Instant now)> flip;
    std::function<void(base::Instant now)> ended;
};

/// A change under way: which phase each level may enter, and how many of those who count are still awaited.
class Change {
public:
    static constexpr auto start_wait = std::chrono::seconds(2);
    static constexpr auto done_wait =
        std::chrono::seconds(2); ///< a client inside `DONE` costs no more than one inside `START`
    static constexpr auto lag_after = std::chrono::milliseconds(10);

    /// Those of one level who count and have not yet entered, or not yet left, each phase.
    struct Level {
        std::array<std::size_t, 4> not_entered{}, not_returned{};
        std::array<std::optional<base::Instant>, 4>
            released{}; ///< since when a phase may be entered; by phase, [0] unused
    };

    Change(ChangePlan plan, base::Instant now);

    const ChangePlan& plan() const noexcept { return plan_; }

    std::size_t level_count() const noexcept { return levels_.size(); }

    Level& level(std::size_t index) noexcept { return levels_[index]; }

    const Level& level(std::size_t index) const noexcept { return levels_[index]; }

    /// Level and transition of an object in the set; nothing for another.
    struct Place {
        std::size_t level;
        const model::Transition* transition;
    };

    std::optional<Place> place(ObjectKey object) const noexcept;

    /// So many who count join a level before the change begins.
    void count(std::size_t level, std::size_t many = 1) noexcept;
    /// Somebody stops counting: about to enter `next` (4: nothing left), inside `next - 1` or not.
    void discount(std::size_t level, unsigned next, bool inside) noexcept;

    void entered(std::size_t level, unsigned phase, std::size_t many = 1) noexcept {
        levels_[level].not_entered[phase] -= many;
    }

    void returned(std::size_t level, unsigned phase, std::size_t many = 1) noexcept {
        levels_[level].not_returned[phase] -= many;
    }

    /// Lets levels enter what they may enter by now; returns whether a level was let into a phase.
    bool release(base::Instant now);
    bool start_is_over() const noexcept;
    bool everybody_is_done() const noexcept;

    bool flipped() const noexcept { return flipped_; }

    void mark_flipped() noexcept { flipped_ = true; }

    bool over() const noexcept { return over_; }

    void mark_over() noexcept { over_ = true; }

    /// Everybody here has returned from `START`, and others are waited for; says so once.
    bool has_just_gathered() noexcept;

    void let_go() noexcept { held_ = false; }

    /// Nobody at all is waited for in `START` any more.
    void end_start() noexcept { start_ended_ = true; }

    /// A forced change waits behind this one: the wait for `START` ends, and `DONE` has `lag_after` left.
    void hasten(base::Instant now) noexcept;

    std::optional<base::Instant> hastened() const noexcept { return hastened_; }

    /// When the wait for `START` is up; nothing once the states have flipped, or where nobody waits.
    std::optional<base::Instant> start_deadline() const noexcept;

private:
    bool gate_open(std::size_t level, unsigned phase) const noexcept;
    bool everybody_has_started() const noexcept;

    ChangePlan plan_;
    std::vector<Level> levels_;
    base::Instant began_;
    std::optional<base::Instant> hastened_;
    bool held_; ///< others are waited for in `START`
    bool gathered_ = false;
    bool start_ended_ = false;
    bool flipped_ = false;
    bool over_ = false;
};

} // namespace offline::dispatch
