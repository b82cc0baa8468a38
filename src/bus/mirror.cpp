#include "bus/mirror.h"

#include <utility>

#include "bus/explanation.h"
#include "bus/names.h"
#include "engine/profile_store.h"
#include "model/profile.h"

namespace offline::bus {

using base::Code;

namespace {

base::Failure nobody_listens() {
    return base::failure(Code::unexpected, "this process ends: nobody listens to the bus any more");
}

// Of what a daemon may answer to Open, these two are no answers.
bool is_no_answer(const base::Failure& failed) {
    return failed.code == Code::no_daemon || failed.code == Code::unexpected;
}

} // namespace

Mirror::Mirror(engine::Runtime& runtime, StandIn::EngineOfTheProcess engine)
    : runtime_(runtime),
      stand_in_(runtime, std::move(engine)),
      daemon_(runtime, {.came = [this] { for_each_profile([](MirroredProfile& each) { each.join(); }); },
                        .went = [this] { for_each_profile([](MirroredProfile& each) { each.went(); }); },
                        .signal = [this](const sources::BusMessage& signal) { heard(signal); }}) {}

// Those that have been opened here; one that is just being opened joins by itself.
template <class Visit>
void Mirror::for_each_profile(Visit visit) {
    for (const auto& [key, profile] : profiles_)
        if (profile->state())
            visit(*profile);
}

void Mirror::heard(const sources::BusMessage& signal) {
    for (const auto& [key, profile] : profiles_)
        if (profile->path() == signal.path)
            profile->heard(signal);
}

std::shared_ptr<MirroredProfile> Mirror::profile(const std::string& name) {
    auto& known = profiles_[model::name_key(name)];
    if (!known)
        known = std::make_shared<MirroredProfile>(name, daemon_, runtime_, stand_in_);
    return known;
}

base::Result<std::shared_ptr<MirroredProfile>> Mirror::open(std::string_view name, bool create) {
    using Opened = base::Result<std::shared_ptr<MirroredProfile>>;
    auto opened = runtime_.await<Opened>([this, create, name = std::string(name)](auto done) {
        const auto known = profile(name);
        known->open(create, [done, known](const base::Result<void>& joined) {
            done(joined ? Opened(known) : Opened(joined.error()));
        });
    });
    if (!opened)
        return nobody_listens();
    if (!*opened && stand_in_.is_wanted() && is_no_answer(opened->error()))
        return open_alone(std::string(name), create, opened->error().what);
    return std::move(*opened);
}

base::Result<std::shared_ptr<MirroredProfile>> Mirror::open_alone(const std::string& name, bool create,
                                                                  const std::string& why) {
    const auto on_disk = engine::ProfileStore::of_this_user().load(name);
    if (!on_disk && !(create && on_disk.error().code == Code::not_found))
        return on_disk.error();
    using Opened = base::Result<std::shared_ptr<MirroredProfile>>;
    const auto written = on_disk ? on_disk->name : name;
    auto opened = runtime_.await<Opened>([this, written, why](auto done) {
        const auto known = profile(written);
        known->open_alone(written, why);
        done(Opened(known));
    });
    if (!opened)
        return nobody_listens();
    return std::move(*opened);
}

// The first may end over the question, as it is replaced: the next one is asked once.
base::Result<void> Mirror::reach() {
    const auto ping = [this] { return daemon_.ask(manager_path, "org.freedesktop.DBus.Peer", "Ping", {}); };
    auto answer = ping();
    if (!answer)
        answer = ping();
    return answer ? base::Result<void>() : answer.error();
}

base::Result<std::vector<model::Source>> Mirror::sources() {
    const auto answer = daemon_.ask(manager_path, manager_interface, "Sources", {});
    if (!answer)
        return answer.error();
    auto read = read_sources(*answer);
    if (!read)
        return base::failure(Code::unexpected, "the daemon's answer cannot be understood");
    return std::move(*read);
}

} // namespace offline::bus
