#include "net/pull.h"

#include <algorithm>
#include <cmath>

namespace offline::net {

Pulls pull(RoutingWorld& world, Witness& witness, Loss loss, std::size_t times, const Told& told) {
    Pulls pulls;
    auto& end = loss == Loss::link_down ? world.lan.near() : world.lan.far();
    for (std::size_t i = 0; i < times; ++i) {
        const Stamp pulled = end.down();
        const Stamp offline = told(2 * i + 1);
        const Stamp heard = witness.heard_since(pulled);
        pulls.witness.push_back(heard - pulled);
        pulls.told.push_back(offline - pulled);
        pulls.late.push_back(offline - heard);
        const Stamp plugged = end.up();
        pulls.back.push_back(told(2 * i + 2) - plugged);
    }
    return pulls;
}

std::chrono::nanoseconds quantile(std::vector<std::chrono::nanoseconds> all, double part) {
    std::ranges::sort(all);
    const auto rank = std::ceil(part * static_cast<double>(all.size()));
    return all.at(rank < 1 ? 0 : static_cast<std::size_t>(rank) - 1);
}

} // namespace offline::net
