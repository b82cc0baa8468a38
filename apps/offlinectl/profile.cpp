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
    auto endpoints = model::parse_endpoints(wanted.urls);
    if (!endpoints)
        return endpoints.error();
    const model::Profile profile{.name = wanted.name, .endpoints = std::move(*endpoints)};
    const auto file = ProfileStore::of_this_user().add(profile);
    if (!file)
        return file.error();
    console.print(console.json() ? json::profile_file(profile.name, file->native())
                                 : printable(profile.name + " is kept in " + file->native()));
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
