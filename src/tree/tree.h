#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/verdict.h"
#include "tree/object.h"

namespace offline::tree {

/// One object that changes: from what it is to what it should be.
struct Step {
    ObjectPointer object;
    model::Standing next;
};

/// A change of a profile before it is made: every object whose state it flips, in the order in which phases
/// reach them (going offline, children before parents; going online, the reverse), grouped by level.
struct Plan {
    State to{};
    std::vector<std::vector<Step>> levels;
};

/// An object whose reason moves while its state stays.
struct ReasonChange {
    ObjectPointer object;
    Reason before{};
};

/// The offline objects of one profile, what is wished of each, and what the engine says of the whole.
///
/// Inputs (`wish`, `verdict`, `sleep`) change no state: they say what should be. `plan()` tells what has to
/// flip for that, and `flip()` is the only place in the project where an object's state changes. Threads:
/// none of its own; whoever owns it guards it. Only Object::state() may be read without that guard.
class Tree {
public:
    Tree();

    /// Any thread.
    const ObjectPointer& global() const noexcept { return global_; }

    /// A new object under `parent`; it starts in the state that its parent and capabilities give it.
    ObjectPointer add(const ObjectPointer& parent, Capabilities capabilities, Name name = {});
    /// Nobody has `object` any more: it stays as long as others hang under it. Returns those that left the
    /// tree with this, itself perhaps, and what it hung under.
    std::vector<ObjectPointer> abandon(ObjectPointer object);

    /// Somebody has one again that has not left the tree.
    void take_up(Object& object) noexcept { object.abandoned_ = false; }

    /// How the global object stands before anybody knows of it.
    void adopt(model::Standing standing);

    void wish(Object& object, State state) noexcept { object.wish_ = state; }

    void verdict(model::Verdict verdict) { verdict_ = std::move(verdict); }

    void sleep(bool announced) noexcept { asleep_ = announced; }

    bool asleep() const noexcept { return asleep_; }

    const model::Verdict& verdict() const noexcept { return verdict_; }

    std::optional<Plan> plan() const;
    void flip(const Plan& plan, base::Instant now);

    /// Takes over the reasons of objects that keep their state; returns those that changed.
    std::vector<ReasonChange> refresh_reasons();

private:
    model::Standing target(const Object& object) const;

    const ObjectPointer global_;
    std::vector<ObjectPointer> objects_; ///< parents stand before their children
    model::Verdict verdict_;
    bool asleep_ = false;
};

} // namespace offline::tree
