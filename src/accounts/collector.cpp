#include "accounts/collector.h"

#include <algorithm>

#include "accounts/text.h"
#include "base/utf8.h"

namespace offline::accounts {
namespace {

constexpr std::size_t longest_name = 128; // of a profile
constexpr std::size_t most = 1000;        // nobody has as many accounts; a hostile file may

std::string fit_name(std::string_view text) {
    auto name = base::sound_utf8(trimmed(text));
    std::erase_if(name, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
    if (name.size() > longest_name) {
        name.resize(longest_name);
        while (!name.empty() && base::sound_utf8(name) != name)
            name.pop_back(); // in the middle of a character
    }
    name = trimmed(name);
    return name == "-" ? "" : name;
}

} // namespace

void Collector::add(std::string_view name, const std::vector<Server>& servers) {
    Account account{.name = fit_name(name)};
    std::string why = "it names no server";
    for (const auto& server : servers) {
        const auto endpoint = endpoint_of(server);
        if (!endpoint)
            why = endpoint.error().what;
        else if (std::ranges::find(account.endpoints, endpoint->url, &model::Endpoint::url) ==
                 account.endpoints.end())
            account.endpoints.push_back(*endpoint);
    }
    if (account.endpoints.empty()) {
        skip(name, why);
        return;
    }
    if (account.name.empty())
        account.name = account.endpoints.front().host;
    if (account.name.size() > longest_name)
        account.name.resize(longest_name); // a host is ASCII
    if (reading_.accounts.size() < most)
        reading_.accounts.push_back(std::move(account));
}

void Collector::skip(std::string_view name, std::string_view why) {
    if (reading_.skipped.size() < most)
        reading_.skipped.push_back("\"" + fit_name(name) + "\": " + base::sound_utf8(why));
}

} // namespace offline::accounts
