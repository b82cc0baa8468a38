#include "base/utf8.h"

#include <cstdint>

#include "base/upper_case.h"

namespace offline::base {
namespace {

constexpr bool is_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDFFF; }

void append(std::string& out, char32_t c) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        tail(0);
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        tail(6), tail(0);
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        tail(12), tail(6), tail(0);
    }
}

} // namespace

char32_t take_code_point(std::string_view& rest) {
    const auto first = static_cast<unsigned char>(rest[0]);
    const std::size_t length = first < 0x80                    ? 1
                               : first >= 0xF0 && first < 0xF8 ? 4
                               : first >= 0xE0                 ? 3
                               : first >= 0xC2                 ? 2
                                                               : 0;
    char32_t c = length == 1 ? first : first & (0xFFU >> (length + 1));
    bool valid = length != 0 && first < 0xF8 && rest.size() >= length;
    for (std::size_t i = 1; valid && i < length; ++i) {
        const auto next = static_cast<unsigned char>(rest[i]);
        valid = (next & 0xC0) == 0x80;
        c = (c << 6) | (next & 0x3F);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    valid = valid && c >= smallest[length] && c <= 0x10FFFF && !is_surrogate(c);
    rest.remove_prefix(valid ? length : 1);
    return valid ? c : not_utf8;
}

std::optional<std::string> to_utf8(std::wstring_view wide) {
    std::string out;
    out.reserve(wide.size());
    for (std::size_t i = 0; i < wide.size(); ++i) {
        auto c = static_cast<char32_t>(wide[i]);
        const bool pair = sizeof(wchar_t) == 2 && c >= 0xD800 && c < 0xDC00 && i + 1 < wide.size() &&
                          (static_cast<char32_t>(wide[i + 1]) & 0xFC00) == 0xDC00;
        if (pair)
            c = 0x10000 + ((c & 0x3FF) << 10) + (static_cast<char32_t>(wide[++i]) & 0x3FF);
        if (c == 0 || c > 0x10FFFF || is_surrogate(c))
            return std::nullopt;
        append(out, c);
    }
    return out;
}

std::string sound_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const char32_t c = take_code_point(text);
        append(out, c == not_utf8 ? U'\uFFFD' : c);
    }
    return out;
}

std::string fold_case(std::string_view utf8) {
    std::string out;
    out.reserve(utf8.size());
    while (!utf8.empty()) {
        const char byte = utf8[0];
        const char32_t c = take_code_point(utf8);
        if (c == not_utf8)
            out += byte;
        else if (c < 0x80)
            out += static_cast<char>(byte >= 'a' && byte <= 'z' ? byte - 32 : byte);
        else
            append(out, upper_case(c));
    }
    return out;
}

} // namespace offline::base
