#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "net/mail_world.h"

namespace offline::net {

/// A client on a LAN, whose router leads to the world beyond. There is a mail server at either place: `near`
/// is reached over the cable alone, `beyond` needs the default route. Nothing has a name, so that routing
/// alone decides.
///
///     RoutingWorld world;
///     Client mail({.endpoints = {world.beyond}});
///     world.card().down();
struct RoutingWorld {
    RoutingWorld();

    Host& client() { return world.client(); }

    Device& card() { return lan.near(); }

    Stamp add_default_route() { return client().add_route("default", gateway); }

    Stamp remove_default_route() { return client().remove_route("default", gateway); }

    static constexpr auto address = "192.168.7.2/24";
    static constexpr auto gateway = "192.168.7.1";
    static constexpr auto near = "imap://192.168.7.1";
    static constexpr auto beyond = "imap://203.0.113.9";

    World world;
    Host& router;
    Host& server;
    Cable& lan;
    std::unique_ptr<servers::ScriptedServer> near_imap;
    std::unique_ptr<servers::ScriptedServer> beyond_imap;
};

// Ten times the figures of the contract: machines are noisy.
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
inline constexpr auto at_once = 2000ms; // a build with a sanitizer proves no time
inline constexpr auto one_round = 10'000ms;
#else
inline constexpr auto at_once = 200ms;
inline constexpr auto one_round = 3000ms;
#endif

// What is lost on a link that just came up, TCP and the question for a neighbour repeat after 1 s: nobody may
// have to wait for that.
inline constexpr auto link_is_back = at_once + 700ms;

/// Expects that the nth change is "offline", for no-route, within ten times 20 ms of the moment.
void expect_no_route(Client& mail, std::size_t nth, Stamp since);

/// Expects that the nth change is "online", ok, within the limit.
void expect_back(Client& mail, std::size_t nth, Stamp since, std::chrono::nanoseconds limit = one_round);

} // namespace offline::net
