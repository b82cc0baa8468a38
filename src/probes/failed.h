#pragma once

#include <string>

#include <offline/reason.h>

namespace offline::probes {

/// Thrown inside a look, and never out of it: the step under way ends the look with this reason.
struct Failed {
    Reason reason;
    std::string detail;
};

} // namespace offline::probes
