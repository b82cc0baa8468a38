#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"
#include "bus/callers.h"
#include "bus/object_on_bus.h"

namespace offline::bus {

/// How many objects each connection holds, of all profiles.
class ObjectTally {
public:
    static constexpr std::size_t most = 4000;
    static constexpr std::size_t most_of_one = 250; ///< connection

    /// One more; false where that is too many.
    bool add(const std::string& connection);
    void remove(const std::string& connection);

private:
    std::map<std::string, std::size_t> of_;
    std::size_t all_ = 0;
};

/// The objects of providers and stores of one profile, as the programs that hold them have said, until they
/// say otherwise or leave the bus. Threads: the loop's one.
class ObjectsHeld {
public:
    /// What it is given outlives it. `profile`: its path.
    ObjectsHeld(BusLine& line, const Callers& callers, ObjectTally& tally, std::string profile)
        : line_(line), callers_(callers), tally_(tally), profile_(std::move(profile)) {}

    struct Words {
        std::string guid, instance;
        bool can_leave, can_return;
        std::string state, reason;
    };

    /// By the caller, who numbers its objects; that of a number that is held already stands so now. `parent`:
    /// the lower number of another one, or 0: the profile.
    base::Result<void> hold(std::uint64_t number, std::uint64_t parent, const Words& words);
    /// By the caller, with those that hang under it. Nothing where it holds none of that number.
    void release(std::uint64_t number);
    void left(const std::string& connection);

    /// Those of one program together, parents before their children.
    void for_each(const std::function<void(const ObjectOnBus&)>& visit) const;

    bool empty() const noexcept { return held_.empty(); }

private:
    using Numbered = std::map<std::uint64_t, std::unique_ptr<ObjectOnBus>>;

    ObjectOnBus* find(const std::string& connection, std::uint64_t number) const;
    void end(const std::string& connection, const std::function<bool(const ObjectOnBus&)>& ends);

    BusLine& line_;
    const Callers& callers_;
    ObjectTally& tally_;
    const std::string profile_;
    std::map<std::string, Numbered> held_; ///< by connection; none is empty
    std::uint64_t last_path_ = 0;
};

} // namespace offline::bus
