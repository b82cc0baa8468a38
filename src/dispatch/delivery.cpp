#include "dispatch/delivery.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace offline::dispatch {
namespace {

std::size_t how_many(Mask mask) { return static_cast<std::size_t>(std::popcount(mask)); }

} // namespace

std::shared_ptr<Change> Delivery::begin(ChangePlan plan, base::Instant now) {
    auto change = std::make_shared<Change>(std::move(plan), now);
    for_each_block(*change, [&](Block& block, std::size_t level, const model::Transition& transition) {
        for_each_straggler(block, [&](Straggler& straggler) {
            if (rejoin_or_queue(straggler, {change, transition, level, start}, now))
                forget_straggler(straggler.seat);
        });
        block.in_step = block.to_tell = block.taken & ~block.straggling & ~block.gone;
        if (block.in_step == 0)
            return;
        block.change = change;
        block.transition = &transition;
        block.level = level;
        block.phase = start;
        change->count(level, how_many(block.in_step));
    });
    under_way_.push_back(change);
    if (change->start_deadline())
        starting_.push_back(change.get());
    advance(*change, now);
    return change;
}

// True where nothing keeps it from being told by its block.
bool Delivery::rejoin_or_queue(Straggler& straggler, Straggler::Entry entry, base::Instant now) {
    auto& queue = straggler.queue;
    if (straggler.untold_reason()) {
        queue.pop_back(); // the change brings its own reason
        if (queue.empty())
            straggler.catch_up();
    }
    if (straggler.is_idle())
        return true;
    if (const auto late = straggler.late_at(); late && now >= *late)
        straggler.lags = true;
    entry.counts = !straggler.lags;
    if (entry.counts)
        entry.change->count(entry.level);
    queue.push_back(std::move(entry));
    return false;
}

void Delivery::hasten(Change& change, base::Instant now) {
    change.hasten(now);
    advance(change, now);
}

void Delivery::let_go(Change& change, base::Instant now) {
    change.let_go();
    advance(change, now);
}

void Delivery::end_start(Change& change, base::Instant now) {
    change.end_start();
    advance(change, now);
}

void Delivery::reason_moved(ObjectKey object, const model::Transition& transition, base::Instant now) {
    roster_.for_each_block(object, [&](Block& block) {
        for_each_bit(block.wants_reasons & ~block.gone, [&](unsigned at) {
            auto& straggler = straggle({block, at}, now);
            if (auto* const untold = straggler.untold_reason()) {
                const Reason before = untold->transition.old_reason;
                untold->transition = transition;
                untold->transition.old_reason = before;
                if (before == transition.reason) { // back where it was before anybody heard of it
                    straggler.queue.pop_back();
                    if (straggler.queue.empty())
                        straggler.catch_up();
                }
            } else {
                straggler.queue.push_back({nullptr, transition, 0, done, false});
            }
            make_ready(straggler);
        });
    });
}

Token Delivery::next_token() {
    if (last_token_ == std::numeric_limits<std::uint32_t>::max())
        return Token::none;
    return Token{++last_token_};
}

void Delivery::join_changes(ObjectKey object, Seat seat) {
    for (const auto& change : under_way_)
        if (const auto place = change->place(object); place && !change->flipped()) {
            auto& straggler = new_straggler(seat);
            straggler.queue.push_back({change, *place->transition, place->level, start, false});
            make_ready(straggler);
        }
}

std::optional<Delivery::Farewell> Delivery::unsubscribe(Token token, const void* owner, Token caller,
                                                        base::Instant now) {
    const auto seat = roster_.find(token);
    if (!seat || seat.block().cohort.owner != owner)
        return std::nullopt;
    auto& block = seat.block();
    if ((block.gone & seat.mask()) == 0) {
        if (block.change && (block.in_step & seat.mask()) != 0)
            straggle(seat, now);
        block.gone |= seat.mask();
        auto* const straggler = find_straggler(seat);
        if (straggler) {
            straggler->unlink();
            straggler->discount();
            for (const auto& entry : std::exchange(straggler->queue, {}))
                if (entry.change)
                    advance(*entry.change, now);
        }
        if (!straggler || !straggler->running) {
            note_wait(caller, token, now);
            return Farewell::release;
        }
    }
    if (token == caller || closes_a_ring(token, caller))
        return Farewell::at_once;
    note_wait(caller, token, now);
    return Farewell::wait;
}

void Delivery::waited(Token caller) {
    if (auto* const straggler = find_straggler(caller))
        straggler->waits_for = Token::none;
}

// A caller that waits is no part of its block's walk any more.
void Delivery::note_wait(Token caller, Token awaited, base::Instant now) {
    if (const auto seat = roster_.find(caller))
        straggle(seat, now).waits_for = awaited;
}

bool Delivery::closes_a_ring(Token awaited, Token caller) const {
    if (caller == Token::none)
        return false;
    while (awaited != caller && awaited != Token::none) {
        const auto* const straggler = find_straggler(awaited);
        awaited = straggler ? straggler->waits_for : Token::none;
    }
    return awaited == caller;
}

bool Delivery::take(Walk& walk, base::Instant now) {
    if (ready_.empty())
        return false;
    auto& turn = ready_.front();
    ready_.pop_front();
    ++running_;
    walk.began_ = now;
    if (turn.of == Turn::Of::block)
        take(walk, static_cast<Block&>(turn));
    else
        take(walk, static_cast<Straggler&>(turn), now);
    return true;
}

void Delivery::take(Walk& walk, Block& first) {
    walk.phase_ = static_cast<model::Phase>(first.phase);
    walk.transition_ = first.transition;
    walk.change_ = first.change;
    walk.make_calls_ = first.cohort.make_calls;
    walks_.push_back(walk);
    const auto add = [&](Block& block) {
        walk.add(block, std::exchange(block.to_tell, 0));
        block.walk = &walk;
    };
    add(first);
    while (walk.legs().size() < Walk::most_legs && !ready_.empty() && ready_.front().of == Turn::Of::block) {
        auto& block = static_cast<Block&>(ready_.front());
        if (block.transition != first.transition || block.phase != first.phase ||
            block.cohort.make_calls != first.cohort.make_calls)
            break;
        ready_.pop_front();
        add(block);
    }
}

void Delivery::take(Walk& walk, Straggler& straggler, base::Instant now) {
    straggler.running = true;
    straggler.entered = now;
    callers_.push_back(straggler);
    walk.begin(straggler);

    auto& entry = straggler.queue.front();
    walk.own_transition_ = entry.transition;
    walk.transition_ = &walk.own_transition_;
    if (!entry.change) {
        walk.kind_ = Notice::Kind::reason;
        entry.next = done + 1;
        return;
    }
    walk.phase_ = static_cast<model::Phase>(entry.next);
    const unsigned phase = entry.next++;
    if (entry.counts) {
        const auto change = entry.change;
        change->entered(entry.level, phase);
        advance(*change, now);
    }
}

void Delivery::interrupt(Walk& walk, base::Instant now) {
    if (!walk.is_linked())
        return; // a straggler's: there is nobody behind
    const auto position = walk.stop();
    walk.unlink();
    const auto change = walk.change_;
    for (unsigned i = 0; i < walk.legs().size(); ++i) {
        const auto& [block, slots, seats] = walk.legs()[i];
        const auto come_to = seats & Walk::seats_up_to(position, i);
        block->walk = nullptr;
        block->to_tell |= seats & ~come_to;
        change->entered(block->level, block->phase, how_many(come_to));
        const bool met_here = position / Block::most_seats == i;
        change->returned(block->level, block->phase, how_many(come_to) - (met_here ? 1 : 0));
        if (met_here)
            walk.running_ = met_inside({*block, position % Block::most_seats}, walk, now);
    }
    for (const auto& leg : walk.legs())
        phase_told(*leg.block);
    advance(*change, now);
}

// One whose call runs where a walk was interrupted.
Token Delivery::met_inside(Seat seat, const Walk& walk, base::Instant now) {
    const auto& block = seat.block();
    auto& straggler = new_straggler(seat);
    straggler.running = true;
    straggler.entered = std::max(walk.began_, now - Walk::patience);
    straggler.queue.push_back({block.change, *block.transition, block.level, block.phase + 1, true});
    callers_.push_back(straggler);
    return straggler.token;
}

void Delivery::interrupt_all(base::Instant now) {
    while (!walks_.empty())
        interrupt(walks_.front(), now);
}

std::optional<Token> Delivery::returned(Walk& walk, base::Instant now) {
    --running_;
    if (walk.is_linked()) {
        walk.unlink();
        const auto change = std::move(walk.change_);
        for (const auto& [block, slots, seats] : walk.legs()) {
            block->walk = nullptr;
            change->entered(block->level, block->phase, how_many(seats));
            change->returned(block->level, block->phase, how_many(seats));
            phase_told(*block);
        }
        advance(*change, now);
        return std::nullopt;
    }
    if (walk.running_ == Token::none)
        return std::nullopt; // interrupted before its first call
    auto& straggler = *find_straggler(walk.running_);
    straggler.running = false;
    straggler.inside.unlink();
    if (straggler.gone())
        return straggler.token;

    auto& entry = straggler.queue.front();
    const auto change = entry.change;
    const bool counts = entry.counts;
    if (counts)
        change->returned(entry.level, entry.next - 1);
    if (entry.next > done)
        straggler.queue.erase(straggler.queue.begin());
    straggler.lags = straggler.lags && !straggler.queue.empty();
    make_ready(straggler);
    if (counts)
        advance(*change, now);
    return std::nullopt;
}

void Delivery::released(Token token) {
    const auto seat = roster_.find(token);
    if ((seat.block().straggling & seat.mask()) != 0)
        forget_straggler(seat);
    roster_.remove(seat);
}

void Delivery::forget_straggler(Seat seat) {
    seat.block().straggling &= ~seat.mask();
    stragglers_.erase(seat.slot().token());
}

// The one of that seat; where it kept step so far, with what its block still owes it.
Straggler& Delivery::straggle(Seat seat, base::Instant now) {
    auto& block = seat.block();
    if (block.walk && (block.in_step & seat.mask()) != 0)
        interrupt(*block.walk, now);
    if ((block.straggling & seat.mask()) != 0)
        return *find_straggler(seat);
    const auto change = block.change;
    const bool owed = change && (block.in_step & seat.mask()) != 0;
    const bool told = (block.to_tell & seat.mask()) == 0;
    const unsigned next = block.phase + (told ? 1 : 0);
    auto& straggler = new_straggler(seat);
    if (owed && next <= done)
        straggler.queue.push_back({change, *block.transition, block.level, next, true});
    if (owed)
        phase_told(block);
    make_ready(straggler);
    return straggler;
}

Straggler& Delivery::new_straggler(Seat seat) {
    auto& block = seat.block();
    block.straggling |= seat.mask();
    block.in_step &= ~seat.mask();
    block.to_tell &= ~seat.mask();
    const auto token = seat.slot().token();
    return *(stragglers_[token] = std::make_unique<Straggler>(seat));
}

// Each for itself: one who dawdles holds up nobody.
void Delivery::scatter(Block& block, base::Instant now) {
    if (block.walk)
        interrupt(*block.walk, now);
    for_each_bit(block.to_tell, [&](unsigned at) { straggle({block, at}, now); });
}

// Where nobody is left to be told the block's phase, it goes on to the next.
void Delivery::phase_told(Block& block) {
    if (block.to_tell == 0 && !block.walk) {
        block.unlink();
        block.phase = block.in_step == 0 ? Block::all_told : block.phase + 1;
        if (block.phase == Block::all_told) {
            block.in_step = 0;
            block.change.reset();
        }
        block.to_tell = block.in_step;
    }
    make_ready(block);
}

void Delivery::make_ready(Block& block) {
    if (block.to_tell != 0 && !block.walk && !block.is_linked() &&
        block.change->level(block.level).released[block.phase])
        ready_.push_back(block);
}

void Delivery::make_ready(Straggler& straggler) {
    if (!straggler.is_linked() && straggler.is_due())
        ready_.push_back(straggler);
}

Straggler* Delivery::find_straggler(Seat seat) const {
    if (!seat || (seat.block().straggling & seat.mask()) == 0)
        return nullptr;
    return stragglers_.at(seat.slot().token()).get();
}

// Moves a change as far as it can go by now.
void Delivery::advance(Change& change, base::Instant now) {
    if (change.over())
        return;
    bool released = change.release(now);
    if (!change.flipped() && change.has_just_gathered())
        change.plan().gathered();
    if (!change.flipped() && change.start_is_over()) {
        std::erase(starting_, &change);
        change.mark_flipped();
        change.plan().flip(now);
        leave_out_pairs(change);
        released = change.release(now) || released;
    }
    const auto make_stragglers_ready = [&] {
        for_each_straggler(change, [&](Straggler& straggler) { make_ready(straggler); });
    };
    if (released) {
        for_each_block(change, [&](Block& block, auto, auto&) { make_ready(block); });
        make_stragglers_ready();
    }
    if (!change.flipped() || !change.everybody_is_done())
        return;
    change.mark_over();
    while (change.release(now)) {
    }
    make_stragglers_ready();
    const auto kept = std::ranges::find(under_way_, &change, &std::shared_ptr<Change>::get);
    const auto alive = *kept;
    under_way_.erase(kept);
    ++endings_;
    alive->plan().ended(now);
}

// A laggard that was told nothing of either of two changes that undo each other is told of neither.
void Delivery::leave_out_pairs(const Change& flipped) {
    for_each_straggler(flipped, [&](Straggler& straggler) {
        auto& queue = straggler.queue;
        if (queue.size() < 2 || queue.back().change.get() != &flipped || queue.back().next != start)
            return;
        const auto& before = queue[queue.size() - 2];
        if (!before.change || before.next != start || before.transition.from != queue.back().transition.to)
            return;
        if (queue.back().counts)
            queue.back().change->discount(queue.back().level, start, false);
        queue.pop_back();
        queue.pop_back();
        if (queue.empty())
            straggler.catch_up();
    });
}

} // namespace offline::dispatch
