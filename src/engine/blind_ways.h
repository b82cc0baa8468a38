#pragma once

#include "model/way.h"

namespace offline::engine {

/// Stands in where the kernel may not be asked: it knows nothing, so it closes no way and probes decide
/// alone.
class BlindWays final : public model::Ways {
public:
    model::Way to(const model::Destination&, const model::Way*) override { return nothing_known(); }

    model::Way to_the_internet(const model::Way*) override { return nothing_known(); }

    bool any_interface_usable() override { return true; }

private:
    static model::Way nothing_known() {
        model::Way way;
        way.open = true;
        way.known = false;
        way.detail = "the kernel's routing may not be asked here";
        return way;
    }
};

} // namespace offline::engine
