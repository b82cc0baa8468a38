#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace offline::accounts {

/// Without white space at both ends.
std::string_view trimmed(std::string_view text);

/// ASCII alone.
std::string lower(std::string_view text);

/// Without the ends of the lines, `\n` or `\r\n`.
std::vector<std::string_view> lines_of(std::string_view text);

/// The parts of a list, trimmed; empty ones are left out.
std::vector<std::string_view> parts_of(std::string_view list, char separator);

/// The words of a line, as mbsync, msmtp and mutt have them: "…" and '…' hold white space together, a
/// backslash outside '…' takes the next character as it is, and # begins a comment.
std::vector<std::string> words_of(std::string_view line);

/// yes, true, on or 1.
bool is_yes(std::string_view text);

} // namespace offline::accounts
