#pragma once

#include <memory>
#include <string>

#include "bus/say.h"
#include "engine/engine.h"
#include "history/journal.h"
#include "metrics/page.h"
#include "model/profile.h"
#include "model/transition.h"
#include "programs/hook_runner.h"

namespace offline::bus {

/// What follows from what a profile is told: the history has it, with what its endpoints said, its hooks run,
/// and its changes are counted. Nothing here waits for a disk or a program.
///
/// Threads: the loop of the bus.
class Consequences {
public:
    /// The engine outlives it. The history begins with how the profile stands.
    Consequences(engine::Engine& engine, std::shared_ptr<history::Journal> journal, Say say,
                 const model::Profile& profile, const model::Standing& standing);
    /// The history of the profile ends, as far as this process watches it.
    ~Consequences();
    Consequences(const Consequences&) = delete;
    Consequences& operator=(const Consequences&) = delete;

    /// The state changed, or the reason moved, while `profile` was watched so.
    void told(const engine::Watched& profile, const model::Transition& moved);
    void wished(State wish);
    /// Somebody plays, or nobody does any more and the profile stands so: what was played is no history.
    void play_begins();
    void play_ended(const model::Standing& standing);
    /// The file of the profile has other hooks now.
    void hooks_are(const model::Hooks& hooks);

    const metrics::Changes& changes() const noexcept { return changes_; }

private:
    void record(history::Record record);

    engine::Engine& engine_;
    const std::shared_ptr<history::Journal> journal_;
    const Say say_;
    const std::string name_;
    metrics::Changes changes_;
    model::Hooks hooks_;
    bool played_ = false;
    std::unique_ptr<programs::HookRunner> runner_;
};

} // namespace offline::bus
