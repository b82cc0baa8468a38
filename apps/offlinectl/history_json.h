#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "history/reader.h"
#include "offlinectl/console.h"

namespace offline::offlinectl::json {

/// A line for each change; there may be a million. `evidence`: of each, or of none.
void print_changes(std::string_view profile, const std::vector<history::PastChange>& changes,
                   const std::vector<std::vector<history::Witness>>& evidence, Console& console);

/// One object, without the line's end; where nothing is known of the profile, that of an empty history.
std::string summary(std::string_view profile, const std::optional<history::Summary>& summary,
                    std::optional<base::WallTime> asked_since);

} // namespace offline::offlinectl::json
