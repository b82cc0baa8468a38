#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dispatch/change.h"
#include "dispatch/roster.h"
#include "dispatch/sink.h"
#include "dispatch/straggler.h"
#include "dispatch/token.h"
#include "dispatch/walk.h"

namespace offline::dispatch {

/// Who is told what next: the promises of the API's notification, as one machine that sees no clock and no
/// thread. Somebody else guards it with a lock, asks it for the next walk, makes its calls without the lock,
/// and says when it is over.
///
/// Those who keep step are told block by block, and cost a call each. Whatever is particular about one, that
/// its call lasts, that it leaves in the middle of a change, makes it a straggler first, with a queue of its
/// own.
class Delivery {
public:
    Delivery() = default;
    Delivery(const Delivery&) = delete;
    Delivery& operator=(const Delivery&) = delete;

    /// A change of the objects in `plan`. Changes of the same objects do not overlap: the next begins after
    /// `ended`.
    std::shared_ptr<Change> begin(ChangePlan plan, base::Instant now);
    /// A forced change waits behind this one.
    void hasten(Change& change, base::Instant now);
    /// Nobody besides those here is waited for any more; nothing for a change that has flipped.
    void let_go(Change& change, base::Instant now);
    /// Nobody at all is waited for in `START` any more.
    void end_start(Change& change, base::Instant now);
    /// The reason of `object` moved while its state stayed, and no change of it is under way.
    void reason_moved(ObjectKey object, const model::Transition& transition, base::Instant now);

    /// A registration whose sink is an S; `none` when every token was given away, and then the parts of one
    /// that has room in a slot stay the caller's. It joins a change under way that has not flipped yet.
    /// `owner` is whoever may end it: an address and nothing more.
    template <class S, class... Parts>
    Token subscribe(ObjectKey object, const void* owner, Parts&&... parts) {
        if constexpr (Slot::has_room_for<S>) {
            const Token token = next_token();
            if (token != Token::none)
                join_changes(object, roster_.add<S>(object, owner, token, std::forward<Parts>(parts)...));
            return token;
        } else {
            return subscribe(object, std::make_unique<S>(std::forward<Parts>(parts)...), owner);
        }
    }

    Token subscribe(ObjectKey object, std::unique_ptr<Sink> sink, const void* owner = nullptr) {
        return subscribe<SinkElsewhere>(object, owner, std::move(sink));
    }

    /// Those of an owner that were given out after that one, in their order: ended ones too, while their last
    /// call runs.
    std::vector<Token> owned_by(ObjectKey object, const void* owner, Token after) const {
        return roster_.of(object, owner, after);
    }

    enum class Farewell : std::uint8_t {
        release, ///< destroy the sink in `slot(token)` without the lock, then say `released(token)`,
                 ///< `waited(caller)`
        wait,    ///< its call is running: wait until `known(token)` is false, then say `waited(caller)`
        at_once, ///< waiting would wait for the caller itself: the running call is the last, its end releases
    };
    /// Ends a registration; nothing where `owner` has none of that token. `caller`: the registration whose
    /// call makes this one, if any. `now` matters while at_work() only.
    std::optional<Farewell> unsubscribe(Token token, const void* owner, Token caller, base::Instant now);
    /// The caller of unsubscribe() waits no more: neither for a call nor for the destructor of a sink.
    void waited(Token caller);

    bool known(Token token) const { return static_cast<bool>(roster_.find(token)); }

    /// Sets a new walk on the way to those whose turn it is; false where it is nobody's. It is the Delivery's
    /// until it has returned.
    bool take(Walk& walk, base::Instant now);
    /// Keeps a walk from going on to the next call; those that it has not come to are everybody's again.
    void interrupt(Walk& walk, base::Instant now);
    void interrupt_all(base::Instant now);
    /// A walk is over. One registration may have ended meanwhile, whose last call this was: go on as with
    /// Farewell::release.
    std::optional<Token> returned(Walk& walk, base::Instant now);

    /// Of a registration that has ended: it stays where it is until `released`.
    Slot& slot(Token token) const { return roster_.find(token).slot(); }

    void released(Token token);

    /// Time went by: lets go of waits that are up.
    void tick(base::Instant now);
    /// When time itself will change something; nothing while only calls can.
    std::optional<base::Instant> next_deadline() const;

    /// Whether a change is under way.
    bool at_work() const noexcept { return !under_way_.empty(); }

    /// Changes that ended so far.
    std::uint64_t endings() const noexcept { return endings_; }

    /// Nothing is to be told, and time changes nothing.
    bool at_rest() const noexcept { return ready_.empty() && under_way_.empty(); }

    bool anything_ready() const noexcept { return !ready_.empty(); }

    /// Walks under way.
    std::size_t running() const noexcept { return running_; }

private:
    using Turns = boost::intrusive::list<Turn, boost::intrusive::constant_time_size<false>>;
    using Walks = boost::intrusive::list<Walk, boost::intrusive::constant_time_size<false>>;
    using Callers = boost::intrusive::list<
        Straggler, boost::intrusive::member_hook<Straggler, decltype(Straggler::inside), &Straggler::inside>,
        boost::intrusive::constant_time_size<false>>;

    Token next_token();
    void join_changes(ObjectKey object, Seat seat);
    Straggler& straggle(Seat seat, base::Instant now);
    Straggler& new_straggler(Seat seat);
    void forget_straggler(Seat seat);
    Token met_inside(Seat seat, const Walk& walk, base::Instant now);
    void scatter(Block& block, base::Instant now);
    bool rejoin_or_queue(Straggler& straggler, Straggler::Entry entry, base::Instant now);
    void phase_told(Block& block);
    void make_ready(Block& block);
    void make_ready(Straggler& straggler);
    void take(Walk& walk, Block& first);
    void take(Walk& walk, Straggler& straggler, base::Instant now);
    void note_wait(Token caller, Token awaited, base::Instant now);
    bool closes_a_ring(Token awaited, Token caller) const;
    Straggler* find_straggler(Seat seat) const;

    Straggler* find_straggler(Token token) const { return find_straggler(roster_.find(token)); }

    void advance(Change& change, base::Instant now);
    void leave_out_pairs(const Change& flipped);
    void end_start_wait(const Change& change, base::Instant now);
    void give_up_on_the_unserved(base::Instant now);
    template <class Visit>
    void for_each_block(const Change& change, Visit visit) const;
    template <class Visit>
    void for_each_straggler(const Block& block, Visit visit) const;
    template <class Visit>
    void for_each_straggler(const Change& change, Visit visit) const;

    Roster roster_;
    std::unordered_map<Token, std::unique_ptr<Straggler>> stragglers_;
    std::vector<std::shared_ptr<Change>> under_way_;
    std::vector<const Change*> starting_; ///< waiting for `START`; the first deadline is in front
    Turns ready_;
    Walks walks_;     ///< through blocks, those that began first in front
    Callers callers_; ///< stragglers inside a call
    std::size_t running_ = 0;
    std::uint64_t endings_ = 0;
    std::uint32_t last_token_ = 0;
};

template <class Visit>
void Delivery::for_each_block(const Change& change, Visit visit) const {
    for (std::size_t level = 0; level < change.level_count(); ++level)
        for (const auto& changing : change.plan().levels[level])
            roster_.for_each_block(changing.object,
                                   [&](Block& block) { visit(block, level, changing.transition); });
}

template <class Visit>
void Delivery::for_each_straggler(const Block& block, Visit visit) const {
    for_each_bit(block.straggling & ~block.gone,
                 [&](unsigned at) { visit(*stragglers_.at(block.slots[at].token())); });
}

template <class Visit>
void Delivery::for_each_straggler(const Change& change, Visit visit) const {
    if (!stragglers_.empty())
        for_each_block(change, [&](Block& block, auto, auto&) { for_each_straggler(block, visit); });
}

} // namespace offline::dispatch
