// How soon a mail program hears of what happens to its servers, and how seldom they are asked: beside a
// listener that does nothing but receive the kernel's news, and beside what programs ask today. Needs
// networks of its own, as root or in a user namespace.
#include "detect/looks.h"
#include "detect/losses.h"
#include "figures.h"
#include "in_sandbox.h"

namespace {

int measure() {
    using namespace offline::bench;
    offline::net::RoutingWorld world;
    Figures figures("detect");
    measure_losses(figures, world);
    measure_peers(figures, world);
    measure_routine(figures, world);
    measure_silent_loss(figures, world);
    measure_answers_again(figures, world);
    return figures.publish();
}

} // namespace

int main() { return offline::bench::in_sandbox("bench_detect", measure); }
