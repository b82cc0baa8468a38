#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <boost/intrusive/list.hpp>

#include "dispatch/change.h"
#include "dispatch/slot.h"

namespace offline::dispatch {

class Walk;
struct Cohort;

/// Some of the seats of a block, a bit each.
using Mask = std::uint64_t;

constexpr Mask bit(unsigned at) noexcept { return Mask{1} << at; }

/// `visit(at)` for each; the visitor may change the mask that it was called for.
template <class Visit>
void for_each_bit(Mask mask, Visit visit) {
    for (; mask != 0; mask &= mask - 1)
        visit(static_cast<unsigned>(std::countr_zero(mask)));
}

/// Somebody whose turn it is to be told, in the order in which workers take them.
struct Turn : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
    enum class Of : std::uint8_t { block, straggler };

    explicit Turn(Of what) : of(what) {}

    const Of of;
};

/// Up to 64 registrations of one object and owner, which are told of a change together: what they have in
/// common stands here once. One that falls out of step with its block is a Straggler.
struct alignas(64) Block : Turn {
    static constexpr unsigned most_seats = 64;
    static constexpr unsigned all_told = static_cast<unsigned>(model::Phase::done) + 1;

    Block(Cohort& of_these, unsigned seats)
        : Turn(Of::block), cohort(of_these), capacity(seats), slots(new Slot[seats]) {}

    Mask full() const noexcept { return capacity == most_seats ? ~Mask{0} : bit(capacity) - 1; }

    Cohort& cohort;
    const unsigned capacity;
    std::uint32_t index = 0; ///< its place in the cohort
    const std::unique_ptr<Slot[]> slots;
    Mask taken = 0;
    Mask wants_reasons = 0;
    Mask gone = 0;       ///< ended; the last call, or the sink's destructor, still runs
    Mask straggling = 0; ///< a Straggler knows what each of these is told next
    Mask in_step = 0;    ///< those who are told of `change` by this block; the change waits for them
    Mask to_tell = 0;    ///< those of them who were not told `phase` yet
    std::shared_ptr<Change> change;                ///< while any in step have something left to be told
    const model::Transition* transition = nullptr; ///< of `change`
    std::size_t level = 0;                         ///< in `change`
    unsigned phase = all_told;
    Walk* walk = nullptr; ///< a worker is on its way through seats that left `to_tell`
    boost::intrusive::list_member_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> room;
};

/// Where a registration sits: a block and a number below 64, in one pointer.
class Seat {
public:
    Seat() = default;

    Seat(Block& block, unsigned at) noexcept
        : inside_block_(static_cast<std::byte*>(static_cast<void*>(&block)) + at) {}

    explicit operator bool() const noexcept { return inside_block_ != nullptr; }

    Block& block() const noexcept { return *static_cast<Block*>(static_cast<void*>(inside_block_ - at())); }

    unsigned at() const noexcept {
        return static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(inside_block_) % Block::most_seats);
    }

    Mask mask() const noexcept { return bit(at()); }

    Slot& slot() const noexcept { return block().slots[at()]; }

private:
    static_assert(alignof(Block) >= Block::most_seats && sizeof(Block) >= Block::most_seats);
    std::byte* inside_block_ = nullptr;
};

} // namespace offline::dispatch
