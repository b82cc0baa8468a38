#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "history/record.h"

namespace offline::history {

// Evidence as one text: a line for each witness, `ENDPOINT⇥REASON⇥MICROSECONDS⇥ADDRESS⇥DETAIL`. The reason of
// one that answered is `ok`.

std::string print_testimony(const std::vector<Witness>& evidence);

/// Lines that are not of that shape are left out.
std::vector<Witness> read_testimony(std::string_view lines);

} // namespace offline::history
