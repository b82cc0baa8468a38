#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <utility>

#include "base/timestamp.h"
#include "dispatch/asymmetric_fence.h"
#include "dispatch/seat.h"

namespace offline::dispatch {

/// A worker's way through registrations of one block that are told the same. The worker walks without the
/// lock: it publishes where it is going, and goes there unless it was told to stop. Whoever has the lock and
/// must know who was told and who was not interrupts the walk: where it stands then, one call is running, all
/// before are over, and none after begins.
class Walk
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
public:
    /// A walk that takes longer than this is interrupted, so that one who dawdles holds up nobody behind.
    static constexpr auto patience = std::chrono::milliseconds(1);

    Walk() = default;
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;

    /// The worker, without the lock: true where call() is to be made now, false where it goes back for the
    /// lock.
    bool next() noexcept {
        if (left_ == 0)
            return false;
        const auto at = static_cast<unsigned>(std::countr_zero(left_));
        left_ &= left_ - 1;
        position_.store(at, std::memory_order_release);
        light_fence();
        if (!stopped_.load(std::memory_order_acquire)) [[likely]]
            return true;
        left_ = 0;
        hesitates_ = true;
        return false;
    }

    void call() {
        const auto& slot = block_->slots[position_.load(std::memory_order_relaxed)];
        slot.sink->deliver({kind_, phase_, *transition_});
    }

    /// With the lock, when next() was false: true where whoever interrupted believes a call to be running that
    /// was not made yet. It is to be made then, by call().
    bool owes_a_call() noexcept;

private:
    friend class Delivery;
    friend class Inside;
    static constexpr unsigned nowhere = Block::most_seats;

    void begin(Block& block, Mask seats) noexcept;
    /// With the lock. Where the walk stands; `nowhere` before its first call.
    unsigned stop() noexcept;

    std::atomic<unsigned> position_{nowhere};
    std::atomic<bool> stopped_{false};
    Block* block_ = nullptr;
    Mask seats_ = 0; ///< all of this walk
    Mask left_ = 0;  ///< the worker's: not gone to yet
    bool hesitates_ = false;

    Token running_ = Token::none; ///< whose call runs: of a straggler, or where it was interrupted
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
    explicit Inside(const Walk& walk) noexcept : Inside(Token::none, &walk) {}

    explicit Inside(Token token) noexcept : Inside(token, nullptr) {}

    ~Inside() { innermost = outer_; }

    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    /// `none` where this thread is in no call of ours.
    static Token whom() noexcept;

private:
    friend class Walk;

    Inside(Token token, const Walk* walk) noexcept
        : outer_(std::exchange(innermost, this)), token_(token), walk_(walk) {}

    static thread_local const Inside* innermost;

    const Inside* const outer_;
    const Token token_;
    const Walk* const walk_;
};

} // namespace offline::dispatch
