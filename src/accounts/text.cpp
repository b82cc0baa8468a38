#include "accounts/text.h"

#include <algorithm>

namespace offline::accounts {
namespace {

constexpr std::string_view white = " \t\r\n\v\f";

bool is_white(char c) { return white.find(c) != std::string_view::npos; }

/// Takes one word off the front of a line that begins with no white space.
std::string take_word(std::string_view& line) {
    std::string word;
    char quote = 0;
    while (!line.empty()) {
        const char c = line.front();
        if (quote == 0 && is_white(c))
            break;
        line.remove_prefix(1);
        if (c == '\\' && quote != '\'' && !line.empty()) {
            word += line.front();
            line.remove_prefix(1);
        } else if (quote == 0 && (c == '"' || c == '\'')) {
            quote = c;
        } else if (quote != 0 && c == quote) {
            quote = 0;
        } else {
            word += c;
        }
    }
    return word;
}

} // namespace

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_white(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = text.substr(0, end);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        lines.push_back(line);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

std::vector<std::string_view> parts_of(std::string_view list, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = list.find(separator);
        if (const auto part = trimmed(list.substr(0, end)); !part.empty())
            parts.push_back(part);
        if (end == std::string_view::npos)
            return parts;
        list.remove_prefix(end + 1);
    }
}

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    for (;;) {
        line = trimmed(line);
        if (line.empty() || line.front() == '#')
            return words;
        words.push_back(take_word(line));
    }
}

bool is_yes(std::string_view text) {
    const auto word = lower(trimmed(text));
    return word == "yes" || word == "true" || word == "on" || word == "1";
}

} // namespace offline::accounts
