#pragma once

#include <cstdint>
#include <string>

#include <offline/reason.h>

namespace offline::model {

/// The object of a provider or a store, as the program that holds it has told the daemon.
struct HeldObject {
    std::string path;   ///< on the bus
    std::string parent; ///< the same: of another one, or the profile's
    std::uint32_t process{};
    std::string program; ///< its name, for people
    std::string guid;    ///< of a provider, as text; empty: a store's
    State state{};
    Reason reason{};
};

} // namespace offline::model
