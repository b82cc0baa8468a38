#pragma once

#include <optional>
#include <vector>

#include <boost/intrusive/list.hpp>

#include "dispatch/seat.h"

namespace offline::dispatch {

/// A registration that does not keep step with its block: it is inside a call that lasts, or lags, or was
/// made in the middle of a change, or is to hear of a reason. It has a queue of its own.
struct Straggler : Turn {
    struct Entry {
        std::shared_ptr<Change> change; ///< none: a reason moved
        model::Transition transition;
        std::size_t level{};
        unsigned next = 1; ///< the phase it is told next; 4: all told
        bool counts{};     ///< the change waits for this one
    };

    explicit Straggler(Seat where) : Turn(Of::straggler), seat(where), token(where.slot().token()) {}

    bool gone() const noexcept { return (seat.block().gone & seat.mask()) != 0; }

    /// Nothing is left to be told, and nobody waits: it may fall in with its block again.
    bool is_idle() const noexcept { return queue.empty() && !running && !gone() && waits_for == Token::none; }

    /// Whether it may enter its next phase now.
    bool is_due() const noexcept;
    /// No change waits for it any more: it left, or it lags.
    void discount() noexcept;

    void fall_behind() noexcept {
        lags = true;
        discount();
    }

    /// Nothing is left to tell it, though it was not called for the last of it.
    void catch_up() noexcept {
        lags = false;
        unlink();
    }

    /// The reason at the end of its queue, where it was not told of it yet.
    Entry* untold_reason() noexcept;
    /// When, inside a call, it has been due the phase after it for too long.
    std::optional<base::Instant> late_at() const noexcept;
    /// When, inside a call, it begins to lag; nothing where no change waits for it.
    std::optional<base::Instant> lags_at() const noexcept;

    const Seat seat;
    const Token token;
    std::vector<Entry> queue; ///< empty while nothing is to be told; never more than three changes
    base::Instant entered{};
    Token waits_for = Token::none;
    bool running = false;
    bool lags = false; ///< until its queue is empty again no change waits for it
    boost::intrusive::list_member_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> inside;
};

} // namespace offline::dispatch
