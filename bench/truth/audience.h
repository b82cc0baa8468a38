#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <vector>

#include <offline/reason.h>

#include "net/kernel.h"
#include "truth/network_manager.h"
#include "truth/subject.h"

namespace offline::bench {

/// A mail account, as a profile has it and as the others are asked for it.
struct Account {
    std::string scheme;
    std::string host;
    int port;
};

/// What became of one subject in one world.
struct Outcome {
    std::string subject;
    bool right_before{}; ///< it said the truth just before the world changed
    bool right_after{};  ///< it says the truth in the end
    /// From the change until it was right for good; 0 where it was all along.
    double milliseconds{};
};

/// How long it took, in milliseconds, each time it was right before and in the end; the shortest first.
std::vector<double> times(const std::vector<Outcome>& outcomes);

/// Who looks after the client's card.
enum class Keeper : std::uint8_t { nobody, network_manager };

/// Everybody who is asked about one account, all in the same world at the same time: offlined with the policy
/// of the tests, and the peers. Where NetworkManager keeps the card, it is asked too, and the others by way
/// of it where they can.
///
///     RoutingWorld world;
///     audience.watch({"imap", "203.0.113.9", 143}, {"203.0.113.9", world.server});
///     return audience.judge(world.card().down());
///
/// Made and used by the thread that is the world's client.
class Audience {
public:
    /// "Never" is what takes longer than the patience.
    Audience(State before, State after, Keeper keeper, std::chrono::seconds patience)
        : before_(before), after_(after), keeper_(keeper), patience_(patience) {}

    Keeper keeper() const { return keeper_; }

    /// Lets all begin in a world where everything works.
    /// `site` is for NetworkManager's check.
    void watch(const Account& account, const Site& site);

    /// Returns when all believe that, or will not; at a moment that is in no step with their timers.
    void settle(State state);

    /// What they made of a change at that moment. Where it was undone and all have settled, another may
    /// follow.
    std::vector<Outcome> judge(net::Stamp changed);

private:
    Outcome judge(const Subject& subject, net::Stamp changed) const;

    State before_;
    State after_;
    Keeper keeper_;
    std::chrono::seconds patience_;
    std::optional<NetworkManager> manager_;
    std::list<Subject> subjects_;
};

} // namespace offline::bench
