#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bus/daemon.h"
#include "bus/mirrored_profile.h"
#include "engine/runtime.h"
#include "model/source.h"

namespace offline::bus {

/// The daemon's profiles, as far as this process has opened them.
///
/// When the daemon ends, they stand as they stood, it is started again, and they follow the next one. Where
/// none comes for long, they are judged in this process until one does.
/// Threads: any but the loop's. Lifetime: as long as the process.
class Mirror {
public:
    /// The runtime outlives this. Without `engine` nobody stands in for the daemon.
    Mirror(engine::Runtime& runtime, StandIn::EngineOfTheProcess engine);

    /// Whether the daemon answers; it is started for that. Code::no_daemon where there is none, and none can
    /// be started.
    base::Result<void> reach();

    /// The profile of that name; where the daemon knows none, one that is made there, or Code::not_found.
    base::Result<std::shared_ptr<MirroredProfile>> open(std::string_view name, bool create);

    base::Result<std::vector<model::Source>> sources();

    StandIn& stand_in() noexcept { return stand_in_; }

private:
    using Profiles = std::map<std::string, std::shared_ptr<MirroredProfile>, std::less<>>;

    template <class Visit>
    void for_each_profile(Visit visit);
    void heard(const sources::BusMessage& signal);
    std::shared_ptr<MirroredProfile> profile(const std::string& name);
    base::Result<std::shared_ptr<MirroredProfile>> open_alone(const std::string& name, bool create,
                                                              const std::string& why);

    engine::Runtime& runtime_;
    StandIn stand_in_;
    Profiles profiles_; ///< by their keys, on the loop
    Daemon daemon_;
};

} // namespace offline::bus
