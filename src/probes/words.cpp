#include "probes/words.h"

#include <algorithm>
#include <cstddef>

namespace offline::probes {
namespace {

constexpr std::size_t longest = 120;

char lower(char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); }

bool same(char a, char b) { return lower(a) == lower(b); }

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The length of the printable character that `text` begins with; 0 where there is none.
std::size_t printable_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first >= 0x20 && first < 0x7F)
        return 1;
    const std::size_t length = first >= 0xC3 && first < 0xE0  ? 2
                               : first > 0xE0 && first < 0xED ? 3
                               : first > 0xF0 && first < 0xF4 ? 4
                                                              : 0;
    if (length == 0 || text.size() < length)
        return 0;
    return std::ranges::all_of(text.substr(1, length - 1), is_continuation) ? length : 0;
}

} // namespace

std::string printable(std::string_view words) {
    std::string out;
    while (!words.empty() && out.size() < longest) {
        const auto length = printable_length(words);
        if (length > 0)
            out += words.substr(0, length);
        else if (!out.empty() && out.back() != ' ' && words[0] != '\r' && words[0] != '\n')
            out += words[0] == '\t' ? ' ' : '?';
        words.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out.erase(out.find_last_not_of(' ') + 1);
    return words.empty() ? out : out + "…";
}

bool begins(std::string_view line, std::string_view prefix) {
    return line.size() >= prefix.size() && std::ranges::equal(line.substr(0, prefix.size()), prefix, same);
}

bool mentions(std::string_view line, std::string_view word) {
    return !std::ranges::search(line, word, same).empty();
}

} // namespace offline::probes
