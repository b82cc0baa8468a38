#pragma once

#include "figures.h"
#include "net/routing_world.h"

namespace offline::bench {

/// How soon offlined tells of what the client's kernel tells of: after a listener that does nothing but
/// receive the kernel's news, in the same run.
void measure_losses(Figures& figures, net::RoutingWorld& world);

/// The same losses beside what programs ask today, all at the same time.
void measure_peers(Figures& figures, net::RoutingWorld& world);

} // namespace offline::bench
