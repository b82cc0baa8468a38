#include "dispatch/walk.h"

#include "dispatch/roster.h"
#include "dispatch/straggler.h"

namespace offline::dispatch {

thread_local const Inside* Inside::innermost = nullptr;

Token Inside::whom() noexcept {
    if (!innermost)
        return Token::none;
    const auto* const walk = innermost->walk_;
    return walk ? walk->slots_[walk->at()].token() : innermost->token_;
}

void Inside::end_walks() noexcept {
    for (const auto* each = innermost; each; each = each->outer_)
        if (each->walk_)
            each->walk_->stopped_.store(true, std::memory_order_relaxed);
}

void Walk::begin(const Straggler& straggler) noexcept {
    const auto& block = straggler.seat.block();
    make_calls_ = block.cohort.make_calls;
    slots_ = block.slots.get();
    left_ = straggler.seat.mask();
    leg_ = 0;
    running_ = straggler.token;
}

Mask Walk::seats_up_to(unsigned position, unsigned leg) noexcept {
    const unsigned first = leg * Block::most_seats;
    if (position == nowhere || position < first)
        return 0;
    const unsigned behind = position - first;
    return behind >= Block::most_seats ? ~Mask{0} : bit(behind) | (bit(behind) - 1);
}

bool Walk::begin_next_leg() noexcept {
    if (leg_ + 1 >= leg_count_ || stopped_.load(std::memory_order_relaxed))
        return false;
    const auto& leg = legs_[++leg_];
    slots_ = leg.slots;
    left_ = leg.seats;
    return true;
}

void Walk::hesitate() noexcept {
    left_ = 0;
    hesitates_ = true;
}

bool Walk::owes_a_call() noexcept {
    if (!std::exchange(hesitates_, false) || stands_at_ != position_.load(std::memory_order_relaxed))
        return false;
    return (legs_[leg_].block->gone & bit(at())) == 0;
}

unsigned Walk::stop() noexcept {
    stopped_.store(true, std::memory_order_release);
    if (!Inside::innermost || Inside::innermost->walk_ != this)
        heavy_fence();
    return stands_at_ = position_.load(std::memory_order_acquire);
}

} // namespace offline::dispatch
