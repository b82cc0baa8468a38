#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "history/reader.h"
#include "offlinectl/ink.h"

namespace offline::offlinectl {

/// Time as a bar of so many columns, and a line below it that says when that was. `█`: online all the time;
/// the more of a column was offline the lower it is, and one with the shortest outage in it is lower than one
/// without; `▁`: offline all the time; `·`: nobody watched.
std::string history_bar(const std::vector<history::Stretch>& stretches, std::size_t width, const Ink& ink);

} // namespace offline::offlinectl
