#include "offlinectl/text.h"

#include <algorithm>
#include <cwchar>
#include <cwctype>

#include "base/utf8.h"

namespace offline::offlinectl {
namespace {

bool turns_the_direction(wchar_t c) {
    return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

/// Calls `each` with every character of sound UTF-8 and with its bytes.
template <class Each>
void for_each_character(std::string_view text, Each each) {
    std::mbstate_t state{};
    while (!text.empty()) {
        wchar_t c = 0;
        const auto length = std::mbrtowc(&c, text.data(), text.size(), &state);
        const std::size_t taken = length == 0 || length > text.size() ? 1 : length;
        each(c, text.substr(0, taken));
        text.remove_prefix(taken);
    }
}

std::string spaces(std::string_view text, std::size_t width) {
    const auto used = columns(text);
    return std::string(used < width ? width - used : 0, ' ');
}

} // namespace

std::string printable(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.remove_suffix(1);
    std::string out;
    for_each_character(base::sound_utf8(text), [&](wchar_t c, std::string_view bytes) {
        if (c == L'\n' || c == L'\t')
            out += ' ';
        else if (!std::iswprint(static_cast<wint_t>(c)) || turns_the_direction(c))
            out += "\xEF\xBF\xBD";
        else
            out += bytes;
    });
    return out;
}

std::size_t columns(std::string_view text) {
    std::size_t sum = 0;
    for_each_character(text, [&](wchar_t c, std::string_view) {
        const int width = wcwidth(c);
        sum += width < 0 ? 1 : static_cast<std::size_t>(width);
    });
    return sum;
}

std::string padded(std::string_view text, std::size_t width) {
    return std::string(text) + spaces(text, width);
}

std::string padded_left(std::string_view text, std::size_t width) {
    return spaces(text, width) + std::string(text);
}

std::string fitted(std::string_view text, std::size_t width) {
    std::string kept;
    std::string cut; // as far as it may go where something is left out
    std::size_t used = 0;
    bool coloured = false;
    while (!text.empty()) {
        if (text.starts_with("\x1b[")) {
            const auto length = std::min(text.find('m'), text.size() - 1) + 1;
            kept += text.substr(0, length);
            text.remove_prefix(length);
            coloured = true;
            continue;
        }
        const auto part = text.substr(0, text.find('\x1b'));
        bool too_long = false;
        for_each_character(part, [&](wchar_t c, std::string_view bytes) {
            const int takes = wcwidth(c);
            used += takes < 0 ? 1 : static_cast<std::size_t>(takes);
            too_long = too_long || used > width;
            if (too_long)
                return;
            kept += bytes;
            if (used < width)
                cut = kept;
        });
        if (too_long)
            return width == 0 ? "" : cut + "…" + (coloured ? "\x1b[0m" : "");
        text.remove_prefix(part.size());
    }
    return kept;
}

} // namespace offline::offlinectl
