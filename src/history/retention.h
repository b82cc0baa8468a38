#pragma once

#include "base/timestamp.h"
#include "history/database.h"
#include "history/policy.h"

namespace offline::history {

/// Removes what is too old, an hour at a time, then the oldest hours until the file is small enough, and
/// gives the room back. Each step is a transaction. Throws Trouble.
void keep_to(const Policy& policy, const Database& database, base::WallTime now);

/// Whether the file is larger than it may be.
bool too_large(const Policy& policy, const Database& database);

} // namespace offline::history
