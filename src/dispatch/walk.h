#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <span>
#include <utility>

#include "base/timestamp.h"
#include "dispatch/asymmetric_fence.h"
#include "dispatch/seat.h"

namespace offline::dispatch {

struct Straggler;

/// A worker's way through registrations that are told the same: one straggler, or those of some blocks. The
/// worker walks without the lock: it publishes where it is going, and goes there unless it was told to stop.
/// Whoever has the lock and must know who was told and who was not interrupts the walk: where it stands then,
/// one call is running, all before are over, and none after begins.
class Walk
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    /// A walk that takes longer than this is interrupted, so that one who dawdles holds up nobody behind.
    static constexpr auto patience = std::chrono::milliseconds(1);

    Walk() noexcept {} // the legs are not filled with zeros each time

    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;

    /// The worker, without the lock: true where call() is to be made now, false where it goes back for the
    /// lock.
    bool next() noexcept { return step() != nullptr; }

    void call() { slots_[at()].sink().deliver(notice()); }

    /// The worker, without the lock: makes calls until next() is false. What a client throws comes out; where
    /// the walk goes on, it goes on with the next.
    void make_calls() { make_calls_(*this); }

    /// Whether it is a straggler's, or was told to stop: one call is particular.
    bool is_of_one() const noexcept { return leg_count_ == 0 || stopped_.load(std::memory_order_relaxed); }

    /// With the lock, when next() was false: true where whoever interrupted believes a call to be running
    /// that was not made yet. It is to be made then, by call().
    bool owes_a_call() noexcept;

    using MakeCalls = void (*)(Walk&);

    /// For a walk through sinks that are all S: each call goes straight to it.
    template <class S>
    static void make_calls_to(Walk& walk) {
        while (auto* const slot = walk.step())
            static_cast<S&>(slot->sink()).S::deliver(walk.notice());
    }

private:
    friend class Delivery;
    friend class Inside;
    static constexpr unsigned most_legs =
        8; ///< the lock, the clock and a signal mask cost as much as many calls
    static constexpr unsigned slots_ahead = 6; ///< to be fetched from memory while others are called
    static constexpr unsigned nowhere = most_legs * Block::most_seats;

    struct Leg {
        Block* block;
        Slot* slots; ///< the worker asks no block: one that it has not come to may be gone
        Mask seats;
    };

    void begin(const Straggler& straggler) noexcept;

    Notice notice() const noexcept { return {kind_, phase_, *transition_}; }

    void add(Block& block, Mask seats) noexcept { legs_[leg_count_++] = {&block, block.slots.get(), seats}; }

    std::span<const Leg> legs() const noexcept { return {legs_.data(), leg_count_}; }

    /// Of the leg of that number: those that a walk has come to which stands there.
    static Mask seats_up_to(unsigned position, unsigned leg) noexcept;

    /// Where call() is to be made now; null where the worker goes back for the lock.
    Slot* step() noexcept {
        while (left_ == 0)
            if (!begin_next_leg())
                return nullptr;
        const auto at = static_cast<unsigned>(std::countr_zero(left_));
        left_ &= left_ - 1;
        auto* const slot = slots_ + at;
        __builtin_prefetch(slot + slots_ahead);
        position_.store(leg_ * Block::most_seats + at, std::memory_order_release);
        light_fence();
        if (!stopped_.load(std::memory_order_acquire)) [[likely]]
            return slot;
        hesitate();
        return nullptr;
    }

    /// In its leg, where its latest call is.
    unsigned at() const noexcept { return position_.load(std::memory_order_relaxed) % Block::most_seats; }

    bool begin_next_leg() noexcept;
    void hesitate() noexcept;
    /// With the lock. Where the walk stands from now on; `nowhere` before its first call.
    unsigned stop() noexcept;

    std::atomic<unsigned> position_{nowhere};
    std::atomic<bool> stopped_{false};
    // The worker's.
    MakeCalls make_calls_ = nullptr;
    Slot* slots_ = nullptr;
    Mask left_ = 0;      ///< of its leg: not gone to yet
    unsigned leg_ = ~0U; ///< before the first
    bool hesitates_ = false;
    // Those who have the lock.
    unsigned leg_count_ = 0; ///< none where it is a straggler's
    std::array<Leg, most_legs> legs_;
    unsigned stands_at_ = nowhere; ///< where it was interrupted
    Token running_ = Token::none;  ///< whose call runs: of a straggler, or where it was interrupted
    Notice::Kind kind_{};
    model::Phase phase_{};
    const model::Transition* transition_ = nullptr;
    model::Transition own_transition_; ///< of a reason that moved; a change keeps its own
    std::shared_ptr<Change> change_;   ///< keeps `transition_`
    base::Instant began_{};
};

/// Whom this thread is inside of: the registration whose call it makes, or whose sink it destroys.
class Inside {
public:
    explicit Inside(Walk& walk) noexcept : Inside(Token::none, &walk) {}

    explicit Inside(Token token) noexcept : Inside(token, nullptr) {}

    ~Inside() { innermost = outer_; }

    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    /// `none` where this thread is in no call of ours.
    static Token whom() noexcept;
    /// In a forked child: none of the walks that this thread is on goes on.
    static void end_walks() noexcept;

private:
    friend class Walk;

    Inside(Token token, Walk* walk) noexcept
        : outer_(std::exchange(innermost, this)), token_(token), walk_(walk) {}

    static thread_local const Inside* innermost;

    const Inside* const outer_;
    const Token token_;
    Walk* const walk_;
};

} // namespace offline::dispatch
