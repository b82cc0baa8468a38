#include "offlinectl/opened.h"

#include <algorithm>

#include "engine/profile_store.h"
#include "session/authority.h"

namespace offline::offlinectl {

using base::Result;
using engine::ProfileStore;
using session::Session;

namespace {

bool daemon_judges() {
    const auto by_the_daemon = session::is_judged_by_the_daemon();
    return by_the_daemon && *by_the_daemon;
}

Result<std::vector<model::Profile>> load_profiles(const std::vector<std::string>& names,
                                                  const Console& console) {
    if (names.empty())
        return list_profiles(console);
    const auto store = ProfileStore::of_this_user();
    std::vector<model::Profile> all;
    for (const auto& name : names) {
        auto profile = store.load(name);
        const bool may_be_the_daemons = !profile && profile.error().code == base::Code::not_found;
        if (!profile && !(may_be_the_daemons && daemon_judges()))
            return profile.error();
        all.push_back(profile ? std::move(*profile) : model::Profile{.name = name});
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
    auto profiles = load_profiles(names, console);
    if (!profiles)
        return profiles.error();
    if (profiles->empty())
        return base::failure(base::Code::not_found,
                             "there are no profiles; offlinectl profile add NAME URL makes one");
    std::vector<Opened> all;
    for (auto& profile : *profiles) {
        const auto timeout = profile.probe.timeout;
        auto session = Session::open(std::move(profile));
        if (!session)
            return session.error();
        all.push_back({session->name(), *session, timeout});
    }
    return all;
}

Result<Session> open_in_the_daemon(const std::string& name, const std::string& why_the_daemon, bool create) {
    const auto by_the_daemon = session::is_judged_by_the_daemon();
    if (!by_the_daemon)
        return by_the_daemon.error();
    if (!*by_the_daemon)
        return base::failure(base::Code::no_daemon, why_the_daemon);
    return create ? Session::open_or_create(name) : Session::open(name);
}

void say_who_judges(const Console& console) {
    if (daemon_judges())
        return;
    if (!console.embedded()) {
        const auto why = session::why_the_daemon_does_not();
        console.say("no daemon is running, so this process judges by itself" +
                    (why ? " (" + *why + ")" : "") + "; --embedded asks for that without this line");
    }
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
