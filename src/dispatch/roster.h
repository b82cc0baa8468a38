#pragma once

#include <cstdint>
#include <memory>
#include <memory_resource>
#include <unordered_map>
#include <vector>

#include "dispatch/seat.h"
#include "dispatch/token_table.h"

namespace offline::dispatch {

/// Gives a block back to the pool that it came from.
struct ReturnBlock {
    std::pmr::memory_resource* pool;

    void operator()(Block* block) const { std::pmr::polymorphic_allocator<>(pool).delete_object(block); }
};

using BlockPointer = std::unique_ptr<Block, ReturnBlock>;

/// The registrations of one object that one owner may end.
struct Cohort {
    Cohort(ObjectKey of, const void* whose) : object(of), owner(whose) {}

    const ObjectKey object;
    const void* const owner;
    std::size_t size = 0;
    std::vector<BlockPointer> blocks;
    boost::intrusive::list<Block, boost::intrusive::member_hook<Block, decltype(Block::room), &Block::room>,
                           boost::intrusive::constant_time_size<false>>
        with_room;
};

/// Who is registered with what.
class Roster {
public:
    Seat add(ObjectKey object, const void* owner, Token token, std::unique_ptr<Sink> sink);
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
    Cohort& cohort(ObjectKey object, const void* owner);
    Block& block_with_room(Cohort& cohort);
    void drop(Block& block);

    TokenTable seats_;
    std::pmr::unsynchronized_pool_resource
        pool_; ///< a change passes from block to block: they stand side by side
    std::unordered_map<ObjectKey, std::vector<std::unique_ptr<Cohort>>> cohorts_;
};

} // namespace offline::dispatch
