#include "accounts/discovery.h"
#include "engine/profile_file.h"
#include "engine/profile_store.h"
#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/text.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {

using base::Result;
using engine::ProfileStore;

namespace {

constexpr auto patience_with_name_servers = std::chrono::seconds(5);

/// Those that are named, or those that the DNS names; says what is doubtful about the latter.
Result<std::vector<model::Endpoint>> endpoints_of(const ProfileWanted& wanted, const Console& console) {
    if (wanted.urls.empty() != wanted.email.has_value())
        return base::failure(
            base::Code::usage,
            "name either URLs of servers or, by --email, an address whose servers are looked for");
    if (!wanted.email)
        return model::parse_endpoints(wanted.urls);
    auto discovered = accounts::discover(*wanted.email, [](const std::vector<std::string>& names) {
        return accounts::ask_for_services(names, patience_with_name_servers);
    });
    if (!discovered)
        return discovered.error();
    for (const auto& warning : discovered->warnings)
        console.say(warning);
    return std::move(discovered->endpoints);
}

} // namespace

Result<int> profile_list(Console& console) {
    const auto profiles = list_profiles(console);
    if (!profiles)
        return profiles.error();
    std::vector<std::string> names;
    names.reserve(profiles->size());
    for (const auto& profile : *profiles)
        names.push_back(profile.name);
    const Human human(console.colored());
    const auto width = widest(names);
    for (const auto& profile : *profiles)
        console.print(console.json() ? json::profile(profile) : human.profile(profile, width));
    return exit_so;
}

Result<int> profile_show(const ProfileWanted& wanted, Console& console) {
    const auto profile = ProfileStore::of_this_user().load(wanted.name);
    if (!profile)
        return profile.error();
    auto text = console.json() ? json::profile(*profile) : engine::print_profile(*profile);
    if (text.ends_with('\n'))
        text.pop_back();
    console.print(text);
    return exit_so;
}

Result<int> profile_add(const ProfileWanted& wanted, Console& console) {
    auto endpoints = endpoints_of(wanted, console);
    if (!endpoints)
        return endpoints.error();
    const model::Profile profile{.name = wanted.name, .endpoints = std::move(*endpoints)};
    const auto file = ProfileStore::of_this_user().add(profile);
    if (!file)
        return file.error();
    if (console.json()) {
        console.print(json::profile_file(profile.name, file->native()));
        return exit_so;
    }
    console.print(printable(profile.name + " is kept in " + file->native()));
    if (wanted.email)
        for (const auto& endpoint : profile.endpoints)
            console.print("  " + endpoint.url);
    return exit_so;
}

Result<int> profile_remove(const ProfileWanted& wanted, Console& console) {
    const auto file = ProfileStore::of_this_user().remove(wanted.name);
    if (!file)
        return file.error();
    console.print(console.json() ? json::profile_file(wanted.name, file->native())
                                 : printable(file->native() + " is removed"));
    return exit_so;
}

} // namespace offline::offlinectl
