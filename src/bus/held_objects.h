#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dispatch/sink.h"
#include "engine/profile_state.h"
#include "engine/runtime.h"
#include "sources/bus_message.h"

namespace offline::bus {

/// The objects of providers and stores that this process holds of one profile, as the daemon shows them to
/// others: what they are, and how they stand. Nothing comes of it here where nobody takes that.
///
/// Threads: the loop's one, but for what hear_of() sets up. Lifetime: as long as the process.
class HeldObjects {
public:
    /// Calls a method of the profile at the daemon, where it is there; nobody waits for an answer.
    using Send = std::function<void(std::string member, std::vector<sources::BusValue> arguments)>;

    HeldObjects(engine::Runtime& runtime, Send send);
    HeldObjects(const HeldObjects&) = delete;
    HeldObjects& operator=(const HeldObjects&) = delete;

    /// Before the profile is handed out.
    void hear_of(engine::ProfileState& profile);
    /// All of them, to a daemon that may not know them.
    void tell_all() const;

private:
    class Ear;

    struct Held {
        std::uint64_t number; ///< parents have lower ones than their children
        dispatch::Token token;
        State state;
        Reason reason;
    };

    void take_up(engine::ProfileState& profile, const tree::ObjectPointer& object);
    void moved(const tree::Object& object, State state, Reason reason);
    void let_go(const tree::Object& object);
    void tell(const tree::Object& object, const Held& held) const;

    engine::Runtime& runtime_;
    const Send send_;
    std::map<const tree::Object*, Held> held_;
    std::uint64_t last_number_ = 0;
};

} // namespace offline::bus
