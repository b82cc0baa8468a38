#include "net/loss.h"

#include <algorithm>
#include <cmath>

namespace offline::net {

LossTimes suffer(RoutingWorld& world, Witness& witness, const Loss& loss, std::size_t times,
                 const Told& told) {
    LossTimes all;
    for (std::size_t i = 0; i < times; ++i) {
        const Stamp lost = loss.lose(world);
        const Stamp offline = told(2 * i + 1);
        const Stamp heard = witness.heard_since(lost);
        all.witness.push_back(heard - lost);
        all.told.push_back(offline - lost);
        all.late.push_back(offline - heard);
        const Stamp begun = loss.heal(world);
        all.back.push_back(told(2 * i + 2) - begun);
    }
    return all;
}

std::chrono::nanoseconds quantile(std::vector<std::chrono::nanoseconds> all, double part) {
    std::ranges::sort(all);
    const auto rank = std::ceil(part * static_cast<double>(all.size()));
    return all.at(rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1);
}

} // namespace offline::net
