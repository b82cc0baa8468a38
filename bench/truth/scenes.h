#pragma once

#include <string_view>
#include <vector>

#include <offline/reason.h>

#include "truth/audience.h"

namespace offline::bench {

/// A world, an account in it, and one change: what is true before and after, and how to play it.
struct Scene {
    std::string_view name;
    State before;
    State after;
    bool managed; ///< also played where NetworkManager keeps the card
    std::vector<Outcome> (*play)(Audience&);
};

/// Each is played in a process of its own, inside a sandbox.
const std::vector<Scene>& scenes();

} // namespace offline::bench
