#include "offlinectl/opened.h"

#include <algorithm>

#include "engine/profile_store.h"

namespace offline::offlinectl {

using base::Result;
using engine::ProfileStore;
using session::Session;

namespace {

Result<std::vector<model::Profile>> load_profiles(const std::vector<std::string>& names,
                                                  const Console& console) {
    if (names.empty())
        return list_profiles(console);
    const auto store = ProfileStore::of_this_user();
    std::vector<model::Profile> all;
    for (const auto& name : names) {
        auto profile = store.load(name);
        if (!profile)
            return profile.error();
        all.push_back(std::move(*profile));
    }
    return all;
}

} // namespace

Result<std::vector<model::Profile>> list_profiles(const Console& console) {
    auto loaded = ProfileStore::of_this_user().list();
    const bool all_refused = loaded.profiles.empty() && !loaded.refused.empty();
    for (std::size_t i = all_refused ? 1 : 0; i < loaded.refused.size(); ++i)
        console.say(loaded.refused[i].what);
    if (all_refused)
        return loaded.refused.front();
    return std::move(loaded.profiles);
}

Result<std::vector<Opened>> open_profiles(const std::vector<std::string>& names, const Console& console) {
    const auto profiles = load_profiles(names, console);
    if (!profiles)
        return profiles.error();
    if (profiles->empty())
        return base::failure(base::Code::not_found,
                             "there are no profiles; offlinectl profile add NAME URL makes one");
    std::vector<Opened> all;
    for (const auto& profile : *profiles)
        all.push_back({profile.name, Session::open(profile), profile.probe.timeout});
    return all;
}

void say_who_judges(const Console& console) {
    if (!console.embedded())
        console.say("no daemon is running, so this process judges by itself; --embedded asks for that "
                    "without this line");
    for (const auto& trouble : session::troubles())
        console.say(trouble);
}

void await_verdicts(const std::vector<Opened>& opened) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    for (const auto& each : opened)
        each.session.wait_judged(
            std::max(each.first_look() - (Clock::now() - start), base::Duration::zero()));
}

} // namespace offline::offlinectl
