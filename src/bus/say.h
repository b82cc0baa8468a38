#pragma once

#include <functional>
#include <string>

namespace offline::bus {

/// Where the daemon's words go, a line each: libraries are silent, its program speaks. Threads: any.
struct Say {
    std::function<void(const std::string&)> note; ///< as it should be
    std::function<void(const std::string&)> warn; ///< somebody should see to it
};

} // namespace offline::bus
