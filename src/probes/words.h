#pragma once

#include <string>
#include <string_view>

namespace offline::probes {

/// What a stranger said, fit for a sentence: printable UTF-8, one line, about 120 characters.
std::string printable(std::string_view words);

/// Comparisons of protocol words, without regard to ASCII case.
bool begins(std::string_view line, std::string_view prefix);
/// Whether the line may begin with `prefix` once more of it has come.
bool may_become(std::string_view line, std::string_view prefix);
bool mentions(std::string_view line, std::string_view word);

} // namespace offline::probes
