#include "dispatch/walk.h"

namespace offline::dispatch {

thread_local const Inside* Inside::innermost = nullptr;

Token Inside::whom() noexcept {
    if (!innermost)
        return Token::none;
    const auto* const walk = innermost->walk_;
    return walk ? walk->block_->slots[walk->position_.load(std::memory_order_relaxed)].token
                : innermost->token_;
}

bool Walk::owes_a_call() noexcept {
    if (!std::exchange(hesitates_, false) || running_ == Token::none)
        return false;
    const Seat seat(*block_, position_.load(std::memory_order_relaxed));
    return seat.slot().token == running_ && (seat.block().gone & seat.mask()) == 0;
}

void Walk::begin(Block& block, Mask seats) noexcept {
    block_ = &block;
    seats_ = left_ = seats;
}

unsigned Walk::stop() noexcept {
    stopped_.store(true, std::memory_order_release);
    if (!Inside::innermost || Inside::innermost->walk_ != this)
        heavy_fence();
    return position_.load(std::memory_order_acquire);
}

} // namespace offline::dispatch
