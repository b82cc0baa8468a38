#pragma once

#include <string_view>

#include "base/result.h"
#include "base/timestamp.h"

namespace offline::base {

/// A time that somebody names: RFC 3339, such as `2026-11-22T09:30:00Z` or `2026-11-22T10:30:00.5+01:00`; or
/// so long before `now`: `-30min`, `-2h`, `-7d`.
Result<WallTime> parse_time(std::string_view text, WallTime now);

} // namespace offline::base
