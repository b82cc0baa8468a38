#pragma once

#include <string>
#include <vector>

#include "accounts/account.h"

namespace offline::accounts {

/// Each account as `name: url url`.
inline std::vector<std::string> told(const Reading& reading) {
    std::vector<std::string> all;
    for (const auto& account : reading.accounts) {
        std::string line = account.name + ":";
        for (const auto& endpoint : account.endpoints)
            line += " " + endpoint.url;
        all.push_back(line);
    }
    return all;
}

} // namespace offline::accounts
