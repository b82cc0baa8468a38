#include "bus/mirror.h"

#include <utility>

#include "bus/explanation.h"
#include "bus/names.h"
#include "model/profile.h"

namespace offline::bus {

using base::Code;

Mirror::Mirror(engine::Runtime& runtime)
    : runtime_(runtime),
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

base::Result<std::shared_ptr<MirroredProfile>> Mirror::open(std::string_view name, bool create) {
    using Opened = base::Result<std::shared_ptr<MirroredProfile>>;
    auto opened = runtime_.await<Opened>([this, create, name = std::string(name)](auto done) {
        auto& profile = profiles_[model::name_key(name)];
        if (!profile)
            profile = std::make_shared<MirroredProfile>(name, daemon_, runtime_);
        profile->open(create, [done, profile](const base::Result<void>& joined) {
            done(joined ? Opened(profile) : Opened(joined.error()));
        });
    });
    if (!opened)
        return base::failure(Code::unexpected, "this process ends: nobody listens to the bus any more");
    return std::move(*opened);
}

base::Result<void> Mirror::reach() {
    const auto answer = daemon_.ask(manager_path, "org.freedesktop.DBus.Peer", "Ping", {});
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
