#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

#include "dispatch/seat.h"

namespace offline::dispatch {

/// The registrations of one object that one owner may end.
struct Cohort {
    Cohort(ObjectKey of, const void* whose) : object(of), owner(whose) {}

    const ObjectKey object;
    const void* const owner;
    std::size_t size = 0;
    std::vector<std::unique_ptr<Block>> blocks;
    boost::intrusive::list<Block, boost::intrusive::member_hook<Block, decltype(Block::room), &Block::room>,
                           boost::intrusive::constant_time_size<false>>
        with_room;
};

/// Who is registered with what. A registration costs its slot, its share of a block, and two words by which
/// its token finds it.
class Roster {
public:
    Seat add(ObjectKey object, const void* owner, Token token, std::unique_ptr<Sink> sink);
    void remove(Token token);
    /// No seat where the token is not known.
    Seat find(Token token) const;

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
    static Block& block_with_room(Cohort& cohort);
    void drop(Block& block);

    boost::unordered_flat_map<Token, Seat> seats_;
    std::unordered_map<ObjectKey, std::vector<std::unique_ptr<Cohort>>> cohorts_;
};

} // namespace offline::dispatch
