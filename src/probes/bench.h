#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "model/way.h"
#include "probes/system_resolver.h"
#include "probes/trust.h"

namespace offline::probes {

/// What all looks share.
class Bench {
public:
    Bench(asio::any_io_executor loop, model::Ways& kernel)
        : executor(std::move(loop)), ways(kernel), system(executor) {}

    asio::any_io_executor executor;
    model::Ways& ways;
    SystemResolver system;
    Trust trust;
};

} // namespace offline::probes
