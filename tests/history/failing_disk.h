#pragma once

#include <cstdint>

namespace offline::history {

/// How the process ends at one of the writes, syncs and truncations that SQLite makes.
enum class End : std::uint8_t {
    never,
    killed,     ///< SIGKILL: what was written stays
    power_loss, ///< and of what was not synced some is lost, some is there, and some is there in part
};

/// From now on SQLite's files are on a disk on which that one is the last.
void fail_at(std::uint64_t operation, End end);

} // namespace offline::history
