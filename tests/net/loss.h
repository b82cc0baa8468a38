#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

#include "net/routing_world.h"
#include "net/witness.h"

namespace offline::net {

/// A way for the client to lose the server beyond the router that its own kernel tells of, and the undoing
/// of that. Both return the moment just before the first thing that is done for it.
struct Loss {
    std::string_view name;
    Stamp (*lose)(RoutingWorld&);
    Stamp (*heal)(RoutingWorld&);
};

inline constexpr Loss link_down{"link down", [](RoutingWorld& world) { return world.card().down(); },
                                [](RoutingWorld& world) {
                                    const Stamp begun = world.card().up();
                                    world.add_default_route();
                                    return begun;
                                }};
inline constexpr Loss carrier_lost{"carrier lost", [](RoutingWorld& world) { return world.lan.far().down(); },
                                   [](RoutingWorld& world) { return world.lan.far().up(); }};
inline constexpr Loss address_removed{
    "address removed", [](RoutingWorld& world) { return world.card().remove(RoutingWorld::address); },
    [](RoutingWorld& world) {
        const Stamp begun = world.card().add(RoutingWorld::address);
        world.add_default_route();
        return begun;
    }};
inline constexpr Loss default_route_removed{"default route removed",
                                            [](RoutingWorld& world) { return world.remove_default_route(); },
                                            [](RoutingWorld& world) { return world.add_default_route(); }};

/// When somebody had heard of the nth change.
using Told = std::function<Stamp(std::size_t nth)>;

/// What is measured of a loss, each time anew.
struct LossTimes {
    std::vector<std::chrono::nanoseconds> witness; ///< from the loss until the kernel's news of it was heard
    std::vector<std::chrono::nanoseconds> told;    ///< from the loss until "offline" was told
    std::vector<std::chrono::nanoseconds> late;    ///< from the kernel's news until "offline" was told
    std::vector<std::chrono::nanoseconds> back;    ///< from the undoing until "online" was told
};

/// Loses and undoes it so many times; who tells must be online, of an account that is lost, and have told
/// nothing yet.
LossTimes suffer(RoutingWorld& world, Witness& witness, const Loss& loss, std::size_t times,
                 const Told& told);

/// The value that this part of all does not exceed: 0.5, 0.99.
std::chrono::nanoseconds quantile(std::vector<std::chrono::nanoseconds> all, double part);

} // namespace offline::net
