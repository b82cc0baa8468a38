#pragma once

#include <map>
#include <set>
#include <string>

/// What a program's `--help` knows: its options, and those of each verb, without `--help` itself.
struct Help {
    std::set<std::string> options;
    std::map<std::string, std::set<std::string>> verbs; ///< `status`, `profile add`
};

Help help_of(const std::string& program);
