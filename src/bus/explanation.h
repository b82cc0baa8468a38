#pragma once

#include <optional>
#include <vector>

#include "engine/watcher.h"
#include "model/held_object.h"
#include "model/source.h"
#include "sources/bus_message.h"

namespace offline::bus {

/// Reads what `Explain` answered at `now`; nothing where it cannot be understood. Without the sources, which
/// are the daemon's and not the profile's.
std::optional<engine::Explanation> read_explanation(const sources::BusMessage& answer, base::Instant now);

/// Reads what `Sources` answered.
std::optional<std::vector<model::Source>> read_sources(const sources::BusMessage& answer);

/// Reads what `Objects` answered.
std::optional<std::vector<model::HeldObject>> read_objects(const sources::BusMessage& answer);

} // namespace offline::bus
