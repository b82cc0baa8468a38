#pragma once

#include <map>
#include <sstream>
#include <string>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace offline::offlinectl {

/// What `offlinectl doctor` says of one thing.
struct Finding {
    std::string outcome, detail, remedy;
};

using Findings = std::map<std::string, Finding>;

/// From its `--json`, by the name of the check.
inline Findings findings_in(const std::string& output) {
    Findings all;
    std::istringstream lines(output);
    for (std::string line; std::getline(lines, line);) {
        const auto told = boost::json::parse(line);
        const auto& remedy = told.at("remedy");
        all[std::string(told.at("check").as_string())] = {
            std::string(told.at("outcome").as_string()), std::string(told.at("detail").as_string()),
            remedy.is_null() ? "" : std::string(remedy.as_string())};
    }
    return all;
}

} // namespace offline::offlinectl
