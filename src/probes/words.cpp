#include "probes/words.h"

#include <algorithm>
#include <cstddef>

#include "base/utf8.h"

namespace offline::probes {
namespace {

constexpr std::size_t most_printed = 120;

char lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

bool same(char a, char b) { return lower(a) == lower(b); }

// Controls, and what hides or turns around the words beside it.
bool is_printable(char32_t c) {
    const auto between = [c](char32_t first, char32_t last) { return c >= first && c <= last; };
    return c >= 0x20 && !between(0x7F, 0x9F) && c != 0xAD && !between(0x200B, 0x200F) &&
           !between(0x2028, 0x202E) && !between(0x2060, 0x206F) && c != 0xFEFF && !between(0xFFF9, 0xFFFD) &&
           !between(0xE0000, 0xE0FFF) && c != base::not_utf8;
}

} // namespace

std::string printable(std::string_view words) {
    std::string out;
    while (!words.empty() && out.size() < most_printed) {
        const auto whole = words;
        const char32_t c = base::take_code_point(words);
        if (is_printable(c))
            out += whole.substr(0, whole.size() - words.size());
        else if (!out.empty() && out.back() != ' ' && c != U'\r' && c != U'\n')
            out += c == U'\t' ? ' ' : '?';
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return words.empty() ? out : out + "…";
}

bool begins(std::string_view line, std::string_view prefix) {
    return line.size() >= prefix.size() && std::ranges::equal(line.substr(0, prefix.size()), prefix, same);
}

bool may_become(std::string_view line, std::string_view prefix) {
    return begins(line, prefix.substr(0, line.size()));
}

bool mentions(std::string_view line, std::string_view word) {
    return !std::ranges::search(line, word, same).empty();
}

} // namespace offline::probes
