#include "accounts/account.h"

#include <algorithm>

#include "model/profile.h"

namespace offline::accounts {

std::vector<Account> merged(const std::vector<Account>& accounts) {
    std::vector<Account> all;
    for (const auto& account : accounts) {
        const auto same = std::ranges::find_if(all, [&](const Account& other) {
            return model::name_key(other.name) == model::name_key(account.name);
        });
        if (same == all.end()) {
            all.push_back(account);
            continue;
        }
        for (const auto& endpoint : account.endpoints)
            if (std::ranges::find(same->endpoints, endpoint.url, &model::Endpoint::url) ==
                same->endpoints.end())
                same->endpoints.push_back(endpoint);
    }
    return all;
}

} // namespace offline::accounts
