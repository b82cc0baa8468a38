#include <memory>

#include "engine/profile_file.h"
#include "engine/profile_store.h"
#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/text.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

using base::Result;
using engine::ProfileStore;

struct Wanted {
    std::string name;
    std::vector<std::string> urls;
};

Result<int> list(Console& console) {
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

Result<int> show(const Wanted& wanted, Console& console) {
    const auto profile = ProfileStore::of_this_user().load(wanted.name);
    if (!profile)
        return profile.error();
    auto text = console.json() ? json::profile(*profile) : engine::print_profile(*profile);
    if (text.ends_with('\n'))
        text.pop_back();
    console.print(text);
    return exit_so;
}

Result<int> add(const Wanted& wanted, Console& console) {
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

Result<int> remove(const Wanted& wanted, Console& console) {
    const auto file = ProfileStore::of_this_user().remove(wanted.name);
    if (!file)
        return file.error();
    console.print(console.json() ? json::profile_file(wanted.name, file->native())
                                 : printable(file->native() + " is removed"));
    return exit_so;
}

} // namespace

void offer_profile(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<Wanted>();
    auto* verb = app.add_subcommand("profile", "the profiles on disk");
    const auto offer = [&](const char* name, const char* purpose,
                           Result<int> (*act)(const Wanted&, Console&)) {
        auto* part = verb->add_subcommand(name, purpose);
        part->add_option("NAME", wanted->name, "the profile")->type_name("")->required();
        part->callback([=, &deed] { deed = [=](Console& console) { return act(*wanted, console); }; });
        return part;
    };
    verb->add_subcommand("list", "each profile with its servers")->callback([&deed] { deed = list; });
    offer("show", "a profile as its file says it", show);
    offer("add", "a new profile", add)
        ->add_option("URL", wanted->urls, "its servers, such as imaps://mail.example.org")
        ->type_name("")
        ->required();
    offer("remove", "remove a profile", remove);
}

} // namespace offline::offlinectl
