#pragma once

#include <string_view>

namespace offline::com {

/// One line of the log about a call that was refused, or that found nothing to do; of what is longer than
/// 1,000 bytes, the beginning. The library is silent
/// unless MAPIOFFLINE_LOG names a file, or is `stderr`: a program's screen belongs to the program.
void log(std::string_view method, std::string_view what);

} // namespace offline::com
