#pragma once

#include "figures.h"
#include "net/routing_world.h"

namespace offline::bench {

/// What only a look can tell: how often looks are made, and how soon they tell.
void measure_routine(Figures& figures, net::RoutingWorld& world);
void measure_answers_again(Figures& figures, net::RoutingWorld& world);
void measure_silent_loss(Figures& figures, net::RoutingWorld& world);

} // namespace offline::bench
