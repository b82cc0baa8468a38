#pragma once

#include <vector>

#include <sys/types.h>

#include "truth/audience.h"
#include "truth/scenes.h"

namespace offline::bench {

/// A scene that is being played in a process of its own, since a library watches one network for the life of
/// its process. Made by a process of one thread.
class Play {
public:
    Play(const Scene& scene, Keeper keeper);

    const Scene& scene() const { return scene_; }

    Keeper keeper() const { return keeper_; }

    pid_t process() const { return process_; }

    /// Called once, when the process has ended.
    std::vector<Outcome> outcomes() const;

private:
    int perform(int outcomes) const;

    const Scene& scene_;
    Keeper keeper_;
    pid_t process_ = -1;
    int outcomes_ = -1;
};

} // namespace offline::bench
