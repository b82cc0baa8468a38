#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "engine/profile_state.h"
#include "sources/bus_message.h"

namespace offline::bus {

/// The objects of providers and stores that this process holds of one profile, as the daemon shows them to
/// others: what they are, and how they stand. Nothing here depends on whether a daemon takes that.
///
/// Threads: the loop's one, but for what hear_of() sets up. Lifetime: as long as the process.
class HeldObjects {
public:
    /// Calls a method of the profile at the daemon; nobody waits for an answer. False where it is not there.
    using Send = std::function<bool(std::string member, std::vector<sources::BusValue> arguments)>;

    HeldObjects(boost::asio::io_context& loop, Send send) : loop_(loop), send_(std::move(send)) {}

    HeldObjects(const HeldObjects&) = delete;
    HeldObjects& operator=(const HeldObjects&) = delete;

    /// Before the profile is handed out.
    void hear_of(engine::ProfileState& profile);
    /// All of them, to a daemon that may know none of them, or others.
    void tell_all();

private:
    struct Held {
        std::uint64_t number; ///< parents have lower ones than their children
        State state;
        Reason reason;
        bool told = false;
    };

    void take_up(const tree::Object& object, State state, Reason reason);
    void moved(const tree::Object& object, State state, Reason reason);
    void let_go(const tree::Object& object);
    void tell(const tree::Object& object, Held& held);

    boost::asio::io_context& loop_;
    const Send send_;
    std::map<const tree::Object*, Held> held_;
    std::uint64_t last_number_ = 0;
    std::vector<std::uint64_t> let_go_untold_; ///< a daemon that hung may know them still
};

} // namespace offline::bus
