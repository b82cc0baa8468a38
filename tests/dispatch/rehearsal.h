#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <vector>

#include "dispatch/delivery.h"
#include "tree/tree.h"

namespace offline::dispatch {

/// A Delivery and a Tree under virtual time, with clients that come, go, dawdle, hang, and unsubscribe each
/// other from inside their calls and from the destructors of their sinks, all drawn from a seed. Every call
/// is held against the promises of the API; what breaks one is a test failure.
class Rehearsal {
public:
    explicit Rehearsal(std::uint64_t seed);

    void chaos(int events);
    /// Everybody returns from every call and nothing new happens: all must be told, at rest and up to date.
    void calm();

private:
    using Instant = base::Instant;
    static constexpr int nobody = -1;

    struct Client {
        tree::ObjectPointer object;
        bool wants_reasons{};
        State chain{};        ///< where the next change must begin
        std::deque<int> owed; ///< changes it may still be told of
        unsigned phase = 0;   ///< the last one entered of the change it is in; 0: in none
        bool running{}, in_reason{}, ended{};
        Instant entered, until;
        int told_in_calm = 0;
    };

    /// How far somebody whom a change waits for has come in it.
    struct Progress {
        std::size_t level{};
        unsigned entered = 0, returned = 0;
        std::optional<Instant> back_from_start;
        bool slow{};
    };

    struct Play {
        bool wished{}, flipped{};
        Instant began;
        std::optional<Instant> hastened;
        std::map<const tree::Object*, std::size_t> levels;
        std::map<Token, Progress> awaited;
        std::shared_ptr<Change> change;
    };

    /// A call of unsubscribe() that has not returned: `outer` made it, or the destructor of `releasing`.
    struct Blocked {
        Token outer, releasing, awaited;
    };

    std::size_t below(std::size_t limit) { return dice_() % limit; }

    bool one_in(std::size_t chances) { return below(chances) == 0; }

    std::chrono::nanoseconds stay();
    std::optional<Token> somebody();
    void something_happens(Token caller);

    void subscribe();
    void unsubscribe(Token token, Token outer);
    void destroy(Token token, Token outer);
    void wish();
    void verdict();
    void make_true(bool wished);
    void begin(const tree::Plan& plan, bool wished);
    void ended();

    void advance(std::chrono::nanoseconds time);
    void drain();
    void go_on(std::unique_ptr<Walk> walk, Token latest);
    Token enter(Walk& walk);
    void hear(Token token);
    void leave(Token token);
    void left(Token token);
    bool leave_somebody();
    bool unblock();
    bool blocked(Token token) const;

    bool start_wait_holds(const Play& play) const;
    bool lags(Token token, const Play& play, const Progress& progress) const;
    void expect_the_barrier(const Play& play) const;
    void expect_the_order(const Play& play, std::size_t level, unsigned phase) const;

    std::mt19937_64 dice_;
    Delivery delivery_;
    tree::Tree tree_;
    std::vector<tree::ObjectPointer> objects_;
    std::map<Token, Client> clients_;
    std::map<Token, std::unique_ptr<Walk>> walks_; ///< by whose call they are at
    std::vector<Blocked> blocked_;
    std::map<int, Play> plays_;
    int last_play_ = 0;
    int under_way_ = nobody;
    Instant now_{std::chrono::hours(1)};
    bool calm_ = false;
};

} // namespace offline::dispatch
