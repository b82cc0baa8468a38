#pragma once

#include <optional>

#include "base/timestamp.h"

namespace offline::model {

/// What this user's own connections to a server have received: evidence that costs no packet.
struct Traffic {
    std::optional<base::Instant> payload; ///< the latest: the service spoke
    std::optional<base::Instant>
        acknowledgement; ///< the latest: the way is there; a kernel acknowledges for a server that hangs
};

} // namespace offline::model
