#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace offline::base {

/// UTF-8 of a wide string (UTF-32 on Linux, UTF-16 on Windows); nothing where it is not valid Unicode or
/// holds a NUL.
std::optional<std::string> to_utf8(std::wstring_view wide);

/// What take_code_point() gives for a byte that is not UTF-8.
inline constexpr char32_t not_utf8 = 0xFFFFFFFF;

/// Takes one code point off the front of `rest`, which is not empty; where the bytes are not UTF-8, one byte.
char32_t take_code_point(std::string_view& rest);

/// The text with U+FFFD in the place of each byte that is not UTF-8: fit for JSON and for a terminal.
std::string sound_utf8(std::string_view text);

/// Simple upper case of each code point, as Windows compares names; what is not valid UTF-8 stays as it is.
std::string fold_case(std::string_view utf8);

} // namespace offline::base
