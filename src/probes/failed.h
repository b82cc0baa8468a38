#pragma once

#include <string>

#include <offline/reason.h>

namespace offline::probes {

/// Thrown inside a look, and never out of it: the step under way ends the look with this reason.
struct Failed {
    Reason reason;
    std::string detail;
};

/// Whether that errno (on Windows: error code of the system) tells of a want of this process or machine
/// (descriptors, memory): it says nothing of a server.
bool is_want_of_our_own(int error) noexcept;

} // namespace offline::probes
