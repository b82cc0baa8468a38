#pragma once

#include <vector>

#include "offlinectl/finding.h"

namespace offline::offlinectl {

/// Whether this user's programs have a daemon to share: the session bus, the daemon on it, and what that
/// keeps on disk. `start`: one that does not run is started.
std::vector<Finding> check_daemon(bool start);

} // namespace offline::offlinectl
