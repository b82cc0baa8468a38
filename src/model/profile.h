#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/endpoint.h"

namespace offline::model {

/// Whether one answering endpoint makes a profile online, or all must answer.
enum class Require : std::uint8_t { any, all };

/// When and how endpoints are looked at. The defaults are the contract's; the reason stands beside each.
struct ProbePolicy {
    std::chrono::nanoseconds interval = std::chrono::minutes(
        5); ///< 12 connections an hour: no server takes that for an attack; 0: only when something changed
    std::chrono::nanoseconds timeout =
        std::chrono::seconds(10); ///< one look, all steps: a slow satellite answers within it
    std::uint32_t strikes = 3;    ///< a lost packet or a restart of the server is no outage
    std::chrono::nanoseconds retry =
        std::chrono::seconds(1); ///< while offline the first new look comes soon…
    std::chrono::nanoseconds retry_max =
        std::chrono::seconds(60); ///< …and a dead server still is asked once a minute
    std::uint32_t metered_stretch =
        4; ///< where traffic costs money the interval is so many times as long: every 20 min some 6 kB

    bool operator==(const ProbePolicy&) const = default;
};

/// How long an answer, or its absence, must last before it is told.
struct SettlePolicy {
    std::chrono::nanoseconds online{};
    std::chrono::nanoseconds offline{};
    bool damping = true; ///< a profile that flaps is held offline longer each time

    bool operator==(const SettlePolicy&) const = default;
};

/// Programs that are run when a profile changes its state: each the whole path of a program and its
/// arguments, which no shell reads; empty: none.
struct Hooks {
    std::vector<std::string> on_online;
    std::vector<std::string> on_offline;
    std::chrono::nanoseconds timeout = std::chrono::seconds(30); ///< a hook that hangs holds up the next one

    bool operator==(const Hooks&) const = default;
};

/// A mail profile: a name and the servers that it works with.
struct Profile {
    std::string name;
    std::vector<Endpoint> endpoints;
    Require require = Require::any;
    ProbePolicy probe;
    SettlePolicy settle;
    Hooks hooks;

    bool operator==(const Profile&) const = default;
};

/// Profile names compare without regard to case, as on Windows: two names are one profile where their keys
/// are equal.
std::string name_key(std::string_view name);

} // namespace offline::model
