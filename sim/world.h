#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "client.h"
#include "dice.h"
#include "dispatch/delivery.h"
#include "engine/doorkeeper.h"
#include "ledger.h"
#include "network.h"

namespace offline::sim {

/// One profile in virtual time, with everybody who has to do with it: a network, a tree of offline objects,
/// clients that come, go, dawdle, hang and meddle, and as many workers as there are calls. The judge, the
/// door, the tree and the delivery are the real ones; each event is held against the promises of the API.
class World final : public engine::Doorkeeper::Witness {
public:
    World(std::uint64_t seed, Ledger& ledger);
    ~World() override;
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    /// Some acts of chaos, and calm after each.
    void run();

private:
    using Token = dispatch::Token;
    using Instant = base::Instant;

    struct Object {
        tree::ObjectPointer node;
        std::size_t clients = 0;
        bool gone = false;
    };

    struct Change {
        bool wished{}, flipped{}, over{};
        Instant began;
        std::optional<Instant> hastened;
        std::vector<std::optional<std::size_t>> levels; ///< by object
    };

    /// Somebody waits in unsubscribe(): `outer`, or the destructor of `releasing`, or nobody's thread; ends
    /// `rest` next.
    struct Waiting {
        Token outer, releasing, awaited;
        std::vector<Token> rest;
    };

    // What may happen.
    void chaos(std::size_t happenings);
    void happen(Token caller);
    void subscribe();
    void unsubscribe(Token token, Token outer, std::vector<Token> rest = {});
    void release_owner(Token outer);
    bool destroy(Token token, Token outer, const std::vector<Token>& rest = {});
    void remove(Token token);
    void wish();
    void sleep(bool announced);
    void play();
    template <class PutIn>
    void come_up(bool turned, PutIn put_in);
    void add_object();
    void abandon_object();

    // How time goes by.
    void pass(std::chrono::nanoseconds time);
    void judge();
    void drain();
    void go_on(std::unique_ptr<dispatch::Walk> walk, Token latest);
    bool leave_somebody();
    bool stop_waiting();
    bool waits(Token token) const;
    Token awaited_by(Token token) const;
    std::chrono::nanoseconds stay(const Client& client);

    // What must hold.
    Token enter(dispatch::Walk& walk);
    void hear(Token token);
    void left(Token token);
    void calm();
    void expect_no_ring(dispatch::Delivery::Farewell farewell, Token awaited, Token caller, Token behind);
    void expect_the_barrier(const Change& change);
    void expect_the_order(unsigned change, std::size_t level, unsigned phase);
    void expect_somebody_to_wait_for();
    void expect_the_truth();
    void catch_up(Client& client);
    void lose_patience();
    bool start_wait_holds(const Change& change) const;
    bool lags(const Client& client, const Change& change) const;
    void begins(const dispatch::ChangePlan& plan) override;
    void flips() override;
    void ends() override;

    Client& client(Token token) { return clients_[static_cast<std::size_t>(token) - 1]; }

    const Client& client(Token token) const { return clients_[static_cast<std::size_t>(token) - 1]; }

    std::optional<Token> somebody();

    void expect(bool kept, const char* promise) { ledger_.expect(kept, promise); }

    Dice dice_;
    Ledger& ledger_;
    Instant now_{std::chrono::hours(1)};
    dispatch::Delivery delivery_;
    std::shared_ptr<engine::Doorkeeper> door_;
    Network network_;
    std::vector<Object> objects_;
    std::vector<Client> clients_; ///< by token
    std::vector<Token> present_;  ///< whose sinks exist
    std::vector<Waiting> waiting_;
    std::vector<Change> changes_;
    std::vector<std::weak_ptr<dispatch::Change>> alive_; ///< nobody keeps one for ever
    std::size_t sleeps_ = 0, sleeps_told_ = 0;
    std::size_t plays_ = 0, plays_told_ = 0;
    State truth_ = State::online; ///< what the network's servers say
    std::optional<State> played_;
    bool calm_ = false;
};

} // namespace offline::sim
