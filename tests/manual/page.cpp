#include "manual/page.h"

#include <cstddef>
#include <fstream>
#include <stdexcept>

namespace {

std::size_t indent(const std::string& line) { return line.find_first_not_of(' '); }

/// Each name of a line such as `*imap*, *smtp*` or `*--color* _auto_|_never_`.
std::vector<std::string> names_in(const std::string& line) {
    std::vector<std::string> names;
    for (auto at = indent(line); at < line.size() && line[at] == '*';) {
        const auto end = line.find('*', at + 1);
        names.push_back(line.substr(at + 1, end - at - 1));
        at = line.compare(end, 4, "*, *") == 0 ? end + 3 : line.size();
    }
    return names;
}

} // namespace

Page::Page(const std::string& name) {
    std::ifstream file(SOURCES_OF_PAGES "/" + name + ".scd");
    if (!file)
        throw std::runtime_error("there is no page " + name);
    std::string heading;
    std::string line;
    std::string next;
    for (std::getline(file, line); std::getline(file, next); line = next) {
        if (line.starts_with("# "))
            heading = line.substr(2);
        const bool is_a_term =
            !line.empty() && line[indent(line)] == '*' && !next.empty() && indent(next) > indent(line);
        if (!is_a_term)
            continue;
        for (const auto& each : names_in(line))
            if (indent(line) == 0)
                sections_[heading].push_back({each, {}});
            else
                sections_.at(heading).back().below.insert(each);
    }
}

std::vector<Page::Term> Page::section(const std::string& heading) const {
    const auto found = sections_.find(heading);
    return found == sections_.end() ? std::vector<Term>{} : found->second;
}

std::set<std::string> Page::names(const std::string& heading) const {
    std::set<std::string> names;
    for (const auto& term : section(heading))
        names.insert(term.name);
    return names;
}
