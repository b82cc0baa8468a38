#include "session/through_daemon.h"

#include <chrono>
#include <utility>

#include "bus/explanation.h"
#include "bus/standing.h"

namespace offline::session {

ThroughDaemon::ThroughDaemon(bus::Mirror& mirror, std::shared_ptr<bus::MirroredProfile> profile)
    : mirror_(mirror), profile_(std::move(profile)) {}

std::optional<OwnEngine> ThroughDaemon::alone() const {
    auto watched = mirror_.stand_in().watched(*profile_->state());
    return watched ? std::optional<OwnEngine>(std::in_place, std::move(*watched), false) : std::nullopt;
}

// Of a daemon that is just gone nothing is known but how the profile stood.
Authority::Opinion ThroughDaemon::opinion() const {
    if (const auto here = alone())
        return here->opinion();
    if (const auto answer = profile_->ask("Snapshot"); answer && answer->signature == "ta{sv}") {
        auto reader = answer->read();
        reader.long_number();
        if (const auto standing = bus::read_standing(reader))
            return {standing->wish, standing->verdict};
    }
    const auto now = profile_->state()->snapshot(*profile_->state()->global());
    const bool by_hand = now.standing.reason == Reason::user;
    return {by_hand ? State::offline : State::online, std::string(model::verdict_word(now.verdict))};
}

// Nothing where the daemon is gone.
engine::Explanation ThroughDaemon::evidence() const {
    const auto answer = profile_->ask("Explain");
    if (!answer)
        return {};
    return bus::read_explanation(*answer, std::chrono::steady_clock::now()).value_or(engine::Explanation{});
}

engine::Explanation ThroughDaemon::explain() const {
    const auto here = alone();
    auto all = here ? here->explain() : evidence();
    if (auto sources = sources_of_the_authority())
        all.sources = std::move(*sources);
    if (here)
        return all;
    if (const auto objects = profile_->ask("Objects"))
        all.objects = bus::read_objects(*objects).value_or(std::vector<model::HeldObject>{});
    return all;
}

std::uint64_t ThroughDaemon::suppressed() const {
    const auto here = alone();
    return here ? here->suppressed() : evidence().suppressed;
}

base::Result<void> ThroughDaemon::report_met(bool ok, const std::string& endpoint) const {
    if (const auto here = alone())
        return here->report_met(ok, endpoint);
    const auto answer = profile_->ask("Report", {ok, endpoint});
    return answer ? base::Result<void>() : answer.error();
}

base::Result<void> ThroughDaemon::play(const Played& played) const {
    const auto answer = profile_->ask("Play", {played.by, std::string(word(played.state)),
                                               std::string(word(played.reason)), played.detail});
    return answer ? base::Result<void>() : answer.error();
}

base::Result<void> ThroughDaemon::end_play() const {
    const auto answer = profile_->ask("EndPlay");
    return answer ? base::Result<void>() : answer.error();
}

} // namespace offline::session
