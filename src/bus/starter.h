#pragma once

#include <string>

namespace offline::bus {

/// Who started this process: `bus`, `systemd`, or `hand`. Asked as it begins: later its parent may be
/// another.
std::string started_by();

} // namespace offline::bus
