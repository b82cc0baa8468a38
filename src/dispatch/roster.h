#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <utility>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "dispatch/seat.h"
#include "dispatch/token_table.h"
#include "dispatch/walk.h"

namespace offline::dispatch {

/// Gives a block back to the pool that it came from.
struct ReturnBlock {
    std::pmr::memory_resource* pool;

    void operator()(Block* block) const { std::pmr::polymorphic_allocator<>(pool).delete_object(block); }
};

using BlockPointer = std::unique_ptr<Block, ReturnBlock>;

/// The registrations of one object that one owner may end, and whose sinks are of one class.
struct Cohort {
    Cohort(ObjectKey of, const void* whose, Walk::MakeCalls calls_of_their_class)
        : object(of), owner(whose), make_calls(calls_of_their_class) {}

    const ObjectKey object;
    const void* const owner;
    const Walk::MakeCalls make_calls;
    std::size_t size = 0;
    std::vector<BlockPointer> blocks;
    boost::intrusive::list<Block, boost::intrusive::member_hook<Block, decltype(Block::room), &Block::room>,
                           boost::intrusive::constant_time_size<false>>
        with_room;
};

/// Who is registered with what.
class Roster {
public:
    /// The sink is an S, made of its parts where it will stay.
    template <class S, class... Parts>
    Seat add(ObjectKey object, const void* owner, Token token, Parts&&... parts) {
        const auto seat = place(object, owner, &Walk::make_calls_to<S>, token);
        seat.slot().template take<S>(token, std::forward<Parts>(parts)...);
        if (seat.slot().sink().wants_reasons())
            seat.block().wants_reasons |= seat.mask();
        return seat;
    }

    void remove(Seat seat);

    /// No seat where the token is not known.
    Seat find(Token token) const { return seats_.find(token); }

    /// Those of an owner that were given out after that one, in their order.
    std::vector<Token> of(ObjectKey object, const void* owner, Token after) const;

    template <class Visit>
    void for_each_block(ObjectKey object, Visit visit) const {
        const auto found = cohorts_.find(object);
        if (found == cohorts_.end())
            return;
        for (const auto& cohort : found->second)
            for (const auto& block : cohort->blocks)
                visit(*block);
    }

private:
    Seat place(ObjectKey object, const void* owner, Walk::MakeCalls make_calls, Token token);
    Cohort& cohort(ObjectKey object, const void* owner, Walk::MakeCalls make_calls);
    Block& block_with_room(Cohort& cohort);
    void drop(Block& block);

    TokenTable seats_;
    std::pmr::unsynchronized_pool_resource
        pool_; ///< a change passes from block to block: they stand side by side
    boost::unordered_flat_map<ObjectKey, std::vector<std::unique_ptr<Cohort>>> cohorts_;
};

} // namespace offline::dispatch
