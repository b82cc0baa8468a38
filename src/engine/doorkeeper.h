#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/result.h"
#include "dispatch/delivery.h"
#include "tree/tree.h"

namespace offline::engine {

/// Keeps the objects of a profile at what they should be: one change at a time, and the next when it has
/// ended.
///
/// It sees no clock, no thread and no server, so the simulator drives the very same one. Threads: none of its
/// own; the delivery's guard is its guard too.
class Doorkeeper : public std::enable_shared_from_this<Doorkeeper> {
public:
    /// Hears of each change, under the guard.
    class Witness {
    public:
        virtual ~Witness() = default;
        virtual void begins(const dispatch::ChangePlan& plan) = 0;
        virtual void flips() = 0;
        virtual void ends() = 0;
    };

    /// Others, besides the registrations here, that a wished change waits for in `START`.
    class Barrier {
    public:
        virtual ~Barrier() = default;
        /// Under the guard, as a wished change begins: whether anybody is to be waited for.
        virtual bool holds() = 0;
        /// Under the guard: everybody here has returned from `START`; let_go() is awaited.
        virtual void gathered() = 0;
    };

    /// Both outlive it.
    explicit Doorkeeper(dispatch::Delivery& delivery, Witness* witness = nullptr)
        : delivery_(delivery), witness_(witness) {}

    tree::Tree& tree() noexcept { return tree_; }

    const tree::Tree& tree() const noexcept { return tree_; }

    /// The one under way.
    std::shared_ptr<dispatch::Change> change() const noexcept { return change_.lock(); }

    /// It lives as long as the doorkeeper and its changes.
    void wait_for_others(std::shared_ptr<Barrier> barrier) noexcept { barrier_ = std::move(barrier); }

    /// Hears under the guard of each object whose state or reason has moved.
    void hear_of_moves(std::function<void(const tree::ObjectPointer&)> moved) { moved_ = std::move(moved); }

    /// The others are ready, or are not waited for any more.
    void let_go(base::Instant now);
    /// Elsewhere the states have flipped: nobody here is waited for in `START` any more either.
    void end_start(base::Instant now);

    /// A difference becomes a forced change.
    void verdict(model::Verdict verdict, base::Instant now);
    /// The same, where somebody elsewhere wished for it: a wished change.
    void wished_verdict(model::Verdict verdict, base::Instant now);

    /// Verdicts of another process, in which its wishes and sleeps are contained, are followed no more: what
    /// stands as wished there is wished here from now on. Nothing moves by that.
    void follow_no_more();
    /// They are followed again, and this is the first.
    void follow(model::Verdict verdict, base::Instant now);

    /// Until nothing is played any more, this one stands in the place of every verdict; the latest of those
    /// stands again then. `told` as of sleep().
    void play(std::optional<model::Verdict> played, base::Instant now, std::function<void()> told);

    /// The machine goes to sleep, or is awake again. `told` is called under the guard, perhaps before this
    /// returns: when nothing of it is left to be told.
    void sleep(bool announced, base::Instant now, std::function<void()> told);

    struct Accepted {
        std::shared_ptr<dispatch::Change> begun; ///< none: nothing had to flip, or it has ended already
        bool held_back; ///< online was wished, and something else keeps the object offline
    };

    /// The answer to a wish while a change is under way.
    static base::Failure is_pending();

    /// Code::pending while a change is under way, Code::no_support where the object's capabilities rule it
    /// out.
    base::Result<Accepted> wish(tree::Object& object, State state, base::Instant now);

private:
    void take_over(model::Verdict verdict, base::Instant now, bool wished);
    void heed(model::Verdict verdict, base::Instant now, bool wished);
    void make_true(base::Instant now, bool wished);
    void hasten_if_behind(bool turned, base::Instant now);
    void tell_those_who_wait();
    void tell_of_move(const tree::ObjectPointer& object) const;
    dispatch::ChangePlan change_for(const tree::Plan& plan, bool wished);

    dispatch::Delivery& delivery_;
    Witness* const witness_;
    std::shared_ptr<Barrier> barrier_;
    std::function<void(const tree::ObjectPointer&)> moved_;
    tree::Tree tree_;
    std::optional<model::Verdict> beneath_;      ///< what would stand if nothing were played
    std::weak_ptr<dispatch::Change> change_;     ///< which keeps this, as long as the delivery keeps it
    std::vector<std::function<void()>> waiting_; ///< for the end of the changes under way
};

} // namespace offline::engine
