#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "dispatch/change.h"
#include "dispatch/sink.h"
#include "dispatch/token.h"

namespace offline::dispatch {

/// Who is registered with what, and who is told what next: the promises of the API's notification, as one
/// machine that sees no clock and no thread. Somebody else guards it with a lock, asks it for the next call,
/// makes the call without the lock, and says when it returned.
class Delivery {
public:
    /// A call to make now, without the lock. `sink` lives until `returned()` was said.
    struct Call {
        Token token;
        Sink* sink;
        Notice notice;
    };

    /// A change of the objects in `plan`. Changes of the same objects do not overlap: the next begins after
    /// `ended`.
    std::shared_ptr<Change> begin(ChangePlan plan, base::Instant now);
    /// A forced change waits behind this one.
    void hasten(Change& change, base::Instant now);
    /// The reason of `object` moved while its state stayed, and no change of it is under way.
    void reason_moved(ObjectKey object, const model::Transition& transition);

    /// A registration; `none` when every token was given away. It joins a change under way that has not
    /// flipped yet.
    /// `owner` is whoever may end it: an address and nothing more.
    /// Where no token is left, `sink` stays the caller's.
    Token subscribe(ObjectKey object, std::unique_ptr<Sink>&& sink, const void* owner = nullptr);
    bool owned_by(Token token, const void* owner) const;
    /// Those of an owner that were given out after that one, in their order: ended ones too, while their last
    /// call runs.
    std::vector<Token> owned_by(const void* owner, Token after) const;

    enum class Farewell : std::uint8_t {
        release, ///< destroy `take_sink(token)` without the lock, then say `released(token)`,
                 ///< `waited(caller)`
        wait,    ///< its call is running: wait until `known(token)` is false, then say `waited(caller)`
        at_once, ///< waiting would wait for the caller itself: the running call is the last, its end releases
    };
    /// Ends a registration that is known. `caller`: the registration whose call makes this one, if any.
    Farewell unsubscribe(Token token, Token caller, base::Instant now);
    /// The caller of unsubscribe() waits no more: neither for a call nor for the destructor of a sink.
    void waited(Token caller);

    bool known(Token token) const { return subscribers_.contains(token); }

    std::optional<Call> take(base::Instant now);
    /// A call came back. `true`: it was the last of its registration; go on as with Farewell::release.
    bool returned(Token token, base::Instant now);
    std::unique_ptr<Sink> take_sink(Token token);
    void released(Token token);

    /// Time went by: lets go of waits that are up.
    void tick(base::Instant now);
    /// When time itself will change something; nothing while only calls can.
    std::optional<base::Instant> next_deadline() const;

    bool anything_ready() const noexcept { return !ready_.empty(); }

    std::size_t running() const noexcept { return running_.size(); }

private:
    struct Entry {
        std::shared_ptr<Change> change; ///< none: a reason moved
        model::Transition transition;
        std::size_t level{};
        unsigned next = 1; ///< the phase it is told next; 4: all told
        bool counts{};     ///< the change waits for this one
    };

    struct Subscriber {
        Token token;
        ObjectKey object;
        const void* owner;
        std::unique_ptr<Sink> sink;
        std::deque<Entry> queue; ///< empty while nothing is to be told; never more than three changes
        std::size_t place{};     ///< where it stands among those of its object
        base::Instant entered{};
        Token waits_for = Token::none;
        bool running{}, queued{}, gone{};
        bool lags{}; ///< until its queue is empty again no change waits for it
    };

    Subscriber* find(Token token);
    void note_wait(Token caller, Token awaited);
    void leave_object(Subscriber& subscriber);
    template <class Visit>
    void for_each_of(const Change& change, Visit visit);
    bool due(const Subscriber& subscriber) const;
    void make_ready(Subscriber& subscriber);
    void unqueue(Subscriber& subscriber);
    void discount(Subscriber& subscriber);
    void fall_behind(Subscriber& subscriber);
    void catch_up(Subscriber& subscriber);
    static base::Instant unserved_since(const Subscriber& subscriber);
    void advance(Change& change, base::Instant now);
    void leave_out_pairs(const Change& flipped);
    static std::optional<base::Instant> late_at(const Subscriber& subscriber);
    static std::optional<base::Instant> lags_at(const Subscriber& subscriber);
    bool closes_a_ring(Token awaited, Token caller);

    std::unordered_map<Token, std::unique_ptr<Subscriber>> subscribers_;
    std::unordered_map<ObjectKey, std::vector<Subscriber*>> by_object_;
    std::deque<Subscriber*> ready_;
    std::vector<Subscriber*> running_;
    std::vector<std::shared_ptr<Change>> under_way_;
    std::uint32_t last_token_ = 0;
};

} // namespace offline::dispatch
