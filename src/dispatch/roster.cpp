#include "dispatch/roster.h"

#include <algorithm>
#include <utility>

namespace offline::dispatch {
namespace {

constexpr std::size_t first_seats = 4;

} // namespace

Seat Roster::place(ObjectKey object, const void* owner, Walk::MakeCalls make_calls, Token token) {
    auto& among = cohort(object, owner, make_calls);
    auto& block = block_with_room(among);
    const Seat seat(block, static_cast<unsigned>(std::countr_zero(~block.taken)));
    seats_.add(token, seat);
    ++among.size;
    block.taken |= seat.mask();
    if (block.taken == block.full())
        block.room.unlink();
    return seat;
}

void Roster::remove(Seat seat) {
    seats_.remove(seat.slot().token());
    auto& block = seat.block();
    auto& among = block.cohort;
    if (block.taken == block.full())
        among.with_room.push_back(block);
    for (auto* mask : {&block.taken, &block.wants_reasons, &block.gone, &block.in_step})
        *mask &= ~seat.mask();
    seat.slot().leave();
    --among.size;
    if (block.taken == 0)
        drop(block);
}

std::vector<Token> Roster::of(ObjectKey object, const void* owner, Token after) const {
    std::vector<Token> tokens;
    for_each_block(object, [&](const Block& block) {
        if (block.cohort.owner == owner)
            for_each_bit(block.taken, [&](unsigned at) {
                if (block.slots[at].token() > after)
                    tokens.push_back(block.slots[at].token());
            });
    });
    std::ranges::sort(tokens);
    return tokens;
}

Cohort& Roster::cohort(ObjectKey object, const void* owner, Walk::MakeCalls make_calls) {
    auto& of_object = cohorts_[object];
    const auto found = std::ranges::find_if(
        of_object, [&](const auto& each) { return each->owner == owner && each->make_calls == make_calls; });
    return found != of_object.end()
               ? **found
               : *of_object.emplace_back(std::make_unique<Cohort>(object, owner, make_calls));
}

// Blocks grow with their cohort: most objects have one registration or two.
Block& Roster::block_with_room(Cohort& cohort) {
    if (!cohort.with_room.empty())
        return cohort.with_room.back();
    const auto seats =
        static_cast<unsigned>(std::clamp<std::size_t>(4 * cohort.size, first_seats, Block::most_seats));
    auto* const fresh = std::pmr::polymorphic_allocator<>(&pool_).new_object<Block>(cohort, seats);
    auto& block = *cohort.blocks.emplace_back(BlockPointer(fresh, {&pool_}));
    block.index = static_cast<std::uint32_t>(cohort.blocks.size() - 1);
    cohort.with_room.push_back(block);
    return block;
}

void Roster::drop(Block& block) {
    auto& among = block.cohort;
    auto& blocks = among.blocks;
    const auto index = block.index;
    std::swap(blocks[index], blocks.back());
    blocks[index]->index = index;
    blocks.pop_back();
    if (!blocks.empty())
        return;
    const auto of_object = cohorts_.find(among.object);
    std::erase_if(of_object->second, [&](const auto& each) { return each.get() == &among; });
    if (of_object->second.empty())
        cohorts_.erase(of_object);
}

} // namespace offline::dispatch
