#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "engine/runtime.h"

namespace offline::bus {

/// Judges in this process, by its own engine, the profiles whose daemon cannot be reached.
///
/// Threads: begin() and end() on the loop, the others on any. Lifetime: as long as the process.
class StandIn {
public:
    /// Makes the engine of this process, or gives it. Not called on the loop.
    using EngineOfTheProcess = std::function<engine::Engine&()>;
    /// Hears why this process judges by itself; nothing: it does no more.
    using Hear = std::function<void(const std::optional<std::string>& why)>;

    /// Where `engine` is empty, nobody stands in. The runtime outlives it.
    StandIn(engine::Runtime& runtime, EngineOfTheProcess engine);

    bool is_wanted() const noexcept { return static_cast<bool>(engine_); }

    /// Watches over the profile as its file says; where that cannot be read, over these endpoints.
    void begin(const std::shared_ptr<engine::ProfileState>& state, std::vector<std::string> endpoints,
               std::string why);
    /// Nothing more is told of it when this returns.
    void end(const engine::ProfileState& state);

    /// What watches over the profile, where this stands in for it.
    std::optional<engine::Watched> watched(const engine::ProfileState& state) const;
    /// Why it stands in for any; nothing where it does not.
    std::optional<std::string> why() const;

    /// Called on the loop when it begins to stand in, and when it has ended for all. Whoever heard before is
    /// not called any more when this returns.
    void hear(Hear hear);

private:
    struct Term {
        std::string why;
        std::optional<engine::Watched> watched; ///< once its file was read
    };

    void take_up(const std::shared_ptr<engine::ProfileState>& state, const std::shared_ptr<Term>& term,
                 model::Profile profile);
    void say(const std::optional<std::string>& why) const;

    engine::Runtime& runtime_;
    const EngineOfTheProcess engine_;
    Hear hear_;                ///< the loop's
    mutable std::mutex mutex_; ///< guards what follows; nothing is called under it
    std::map<const engine::ProfileState*, std::shared_ptr<Term>> terms_;
};

} // namespace offline::bus
