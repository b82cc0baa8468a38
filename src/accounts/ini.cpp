#include "accounts/ini.h"

#include "accounts/text.h"

namespace offline::accounts {

Ini::Ini(std::string_view text) {
    Section* section = nullptr;
    std::string* last = nullptr;
    for (const auto line : lines_of(text)) {
        const auto content = trimmed(line);
        if (content.empty() || content.front() == '#' || content.front() == ';')
            continue;
        if (content.front() == '[') {
            if (content.back() != ']')
                continue;
            const std::string name(content.substr(1, content.size() - 2));
            if (!values_.contains(name))
                order_.push_back(name);
            section = &values_[name];
            last = nullptr;
            continue;
        }
        const auto sign = content.find_first_of("=:");
        if (sign == std::string_view::npos) {
            // Python's way to write a long value: it goes on in lines that are moved in.
            if (last != nullptr && line.front() != content.front())
                *last += std::string("\n") + std::string(content);
            continue;
        }
        if (section == nullptr)
            continue;
        auto key = trimmed(content.substr(0, sign));
        key = key.substr(0, key.find("[$")); // KDE's marks: host[$e]
        last = &(*section)[lower(key)];
        *last = trimmed(content.substr(sign + 1));
    }
}

const std::string& Ini::value(const std::string& section, const std::string& key) const {
    static const std::string none;
    const auto found = values_.find(section);
    if (found == values_.end())
        return none;
    const auto value = found->second.find(key);
    return value == found->second.end() ? none : value->second;
}

} // namespace offline::accounts
