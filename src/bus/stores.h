#pragma once

#include <filesystem>
#include <vector>

#include "history/journal.h"
#include "model/source.h"

namespace offline::bus {

/// How those do that keep something on disk for this daemon: whether that folder takes a file, and what the
/// journal met when it wrote.
std::vector<model::Source> stores(const std::filesystem::path& folder, const history::Journal& journal);

} // namespace offline::bus
