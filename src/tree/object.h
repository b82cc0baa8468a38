#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

#include "model/transition.h"

namespace offline::tree {

/// What an object can do: bits of MAPIOFFLINE_CAPABILITY_*.
struct Capabilities {
    bool offline = true; ///< it can leave online
    bool online = true;  ///< it can return to it

    bool operator==(const Capabilities&) const = default;
};

/// What its maker calls an object: GUIDs as text, empty where it has none.
struct Name {
    std::string guid;     ///< which provider
    std::string instance; ///< which of several of that GUID
};

class Object;
using ObjectPointer = std::shared_ptr<Object>;

/// One offline object of a profile: its global object, a provider or a store.
/// The tree alone writes to it. `state()` may be read from any thread, without waiting.
class Object {
public:
    Object(ObjectPointer parent, Capabilities capabilities, Name name)
        : parent_(std::move(parent)), capabilities_(capabilities), name_(std::move(name)) {}

    State state() const noexcept { return static_cast<State>(state_.load(std::memory_order_acquire)); }

    /// The same as the number that GetCurrentState gives: for a reader that may not wait.
    const std::atomic<std::uint32_t>& published_state() const noexcept { return state_; }

    const ObjectPointer& parent() const noexcept { return parent_; }

    Capabilities capabilities() const noexcept { return capabilities_; }

    const Name& name() const noexcept { return name_; }

    State wish() const noexcept { return wish_; }

    /// State, reason and since: under the lock that guards the tree.
    const model::Standing& standing() const noexcept { return standing_; }

    unsigned depth() const noexcept { return parent_ ? parent_->depth() + 1 : 0; }

private:
    friend class Tree;

    std::atomic<std::uint32_t> state_{static_cast<std::uint32_t>(State::online)};
    ObjectPointer parent_;
    Capabilities capabilities_;
    Name name_;
    State wish_ = State::online;
    bool abandoned_ = false; ///< it stays for those that hang under it
    model::Standing standing_;
};

} // namespace offline::tree
