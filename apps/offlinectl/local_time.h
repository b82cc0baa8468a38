#pragma once

#include <string>

#include "base/timestamp.h"

namespace offline::offlinectl {

/// As std::put_time() says it, in local time.
std::string local_time(base::WallTime time, const char* format);

} // namespace offline::offlinectl
