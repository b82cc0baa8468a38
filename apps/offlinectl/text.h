#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace offline::offlinectl {

/// Text of a stranger (a server, a file) made fit for a terminal and for one line: what is not UTF-8,
/// controls it or turns the direction of writing becomes U+FFFD, a line break a space.
std::string printable(std::string_view text);

/// How many columns of a terminal the text takes. The program's LC_CTYPE is a UTF-8 locale.
std::size_t columns(std::string_view text);

/// The text, filled with spaces to that many columns: at its end, or before it.
std::string padded(std::string_view text, std::size_t width);
std::string padded_left(std::string_view text, std::size_t width);

/// What of the text has room in that many columns; what is cut ends in `…`. Colours take no room, and end
/// with it.
std::string fitted(std::string_view text, std::size_t width);

} // namespace offline::offlinectl
