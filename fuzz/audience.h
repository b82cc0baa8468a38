#pragma once

#include <array>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "dispatch/delivery.h"
#include "fuzz/bytes.h"

namespace offline::fuzz {

/// A Delivery under virtual time, its registrations, and the threads that make its calls or wait in
/// unsubscribe(): all do what an input says, and each call is held against the promises of the API.
class Audience {
public:
    using Token = dispatch::Token;

    void play(Bytes input);
    /// What the sink of a registration is told.
    void hear(Token token, const dispatch::Notice& notice);

private:
    using Walk = dispatch::Walk;
    using Place = std::size_t; ///< of objects_

    struct Listener {
        Place place{};
        bool wants_reasons{};
        State chain{};          ///< where the next change must begin
        std::size_t change = 0; ///< of changes_, the last one told
        unsigned phase = 0;     ///< the last one told of it; 0: it is in none
        bool inside{}, ended{};
    };

    struct Change {
        bool wished{}, hastened{}, flipped{};
        State to{};
        std::set<Place> places;
        base::Instant began;
        std::set<Token> awaited; ///< those who keep step and have not returned from START
    };

    /// A thread inside unsubscribe(): of a call, or of nobody's.
    struct Waiting {
        Token caller, awaited;
    };

    void act(Bytes& input);
    void subscribe(Bytes& input);
    void unsubscribe(Bytes& input);
    void destroy(Token token);
    void begin(Bytes& input);
    void begin(Change change, bool on_one_level);
    void flip();
    void ended();
    void hasten();
    void move_reason(Bytes& input);
    void interrupt(Bytes& input);
    void enter(Bytes& input);
    void leave(Bytes& input);
    void call(std::unique_ptr<Walk> walk, Token latest, std::size_t returning);
    void left(Token token);
    void pass(base::Instant until);
    void stop_waiting();
    void come_to_rest();
    bool waits(Token caller) const;

    Change& latest() { return changes_.back(); }

    const std::array<int, 3> objects_{}; ///< stand-ins, deepest first
    std::array<State, 3> states_{State::online, State::online, State::online};
    dispatch::Delivery delivery_;
    std::shared_ptr<dispatch::Change> change_;
    std::vector<Change> changes_;
    bool under_way_ = false;
    bool reverses_ = false; ///< the next one begins as the one under way ends
    std::map<Token, Listener> listeners_;
    std::map<Token, std::unique_ptr<Walk>> calls_; ///< those that last
    std::vector<Waiting> waiting_;
    base::Instant now_{std::chrono::hours(1)};
};

} // namespace offline::fuzz
