#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

/// A page of the manual by its source in docs/man: what it describes, section by section. A term is a line in
/// bold with a more deeply indented text below it.
class Page {
public:
    struct Term {
        std::string name;            ///< its first words in bold: `status`, `--quiet`
        std::set<std::string> below; ///< the terms in its text
    };

    explicit Page(const std::string& name);

    /// The terms of a section; none where there is no such section.
    std::vector<Term> section(const std::string& heading) const;
    std::set<std::string> names(const std::string& heading) const;

private:
    std::map<std::string, std::vector<Term>> sections_;
};
