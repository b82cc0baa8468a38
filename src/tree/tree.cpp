#include "tree/tree.h"

#include <algorithm>
#include <utility>

namespace offline::tree {
namespace {

model::Standing offline_because(Reason reason, std::string detail) {
    return {.state = State::offline, .reason = reason, .detail = std::move(detail)};
}

model::Standing online_whatever_is_above() {
    return {.state = State::online, .reason = Reason::ok, .detail = "works without a network"};
}

std::string of_the_object_above(const model::Standing& parent) {
    std::string text(word(parent.reason));
    return parent.detail.empty() ? text : text + ": " + parent.detail;
}

// The first verdict tells how things are, and nothing of since when.
bool was_so_before_it_was_judged(const model::Standing& before, const model::Standing& next) {
    const bool has_just_become_so =
        next.reason == Reason::user || next.reason == Reason::suspended || next.reason == Reason::parent;
    return before.reason == Reason::unknown && !has_just_become_so;
}

} // namespace

Tree::Tree() : global_(std::make_shared<Object>(nullptr, Capabilities{}, Name{})), objects_{global_} {}

void Tree::adopt(model::Standing standing) {
    verdict_ = {.state = standing.state, .reason = standing.reason, .detail = standing.detail};
    global_->state_.store(static_cast<std::uint32_t>(standing.state), std::memory_order_release);
    global_->standing_ = std::move(standing);
}

ObjectPointer Tree::add(const ObjectPointer& parent, Capabilities capabilities, Name name) {
    auto object = std::make_shared<Object>(parent, capabilities, std::move(name));
    // A newcomer has no state to keep, so its capabilities bound only what it can leave, not where it begins.
    const auto& above = parent->standing();
    if (above.state == State::online)
        object->standing_ = {.reason = above.reason, .detail = above.detail};
    else if (capabilities.offline)
        object->standing_ = offline_because(Reason::parent, of_the_object_above(above));
    else
        object->standing_ = online_whatever_is_above();
    object->state_.store(static_cast<std::uint32_t>(object->standing_.state), std::memory_order_release);
    objects_.push_back(object);
    return object;
}

std::vector<ObjectPointer> Tree::abandon(ObjectPointer object) {
    object->abandoned_ = true;
    const auto hangs_under = [&](const ObjectPointer& each) { return each->parent_ == object; };
    std::vector<ObjectPointer> left;
    while (object->abandoned_ && std::ranges::none_of(objects_, hangs_under)) {
        std::erase(objects_, object);
        left.push_back(object);
        object = object->parent_; // the global object is never abandoned
    }
    return left;
}

model::Standing Tree::target(const Object& object) const {
    const auto& [may_leave, may_return] = object.capabilities();
    const State now = object.state();
    model::Standing want{.state = State::online, .reason = verdict_.reason, .detail = verdict_.detail};
    if (object.wish() == State::offline)
        want = offline_because(Reason::user, "somebody asked to work offline");
    else if (!object.parent() && asleep_)
        want = offline_because(Reason::suspended, "the machine goes to sleep");
    else if (object.parent()) {
        const auto above = target(*object.parent());
        if (above.state == State::offline)
            want = offline_because(Reason::parent, of_the_object_above(above));
        else
            want = above;
    } else if (verdict_.state == State::offline)
        want = offline_because(verdict_.reason, verdict_.detail);

    if (want.state == State::offline && now == State::online && !may_leave)
        return online_whatever_is_above();
    if (want.state == State::online && now == State::offline && !may_return)
        return object.standing();
    return want;
}

std::optional<Plan> Tree::plan() const {
    std::vector<Step> steps;
    for (const auto& object : objects_) {
        auto next = target(*object);
        const bool flips = next.state != object->state();
        // One change has one direction: what would flip the other way follows when it has ended.
        if (flips && (steps.empty() || steps.front().next.state == next.state))
            steps.push_back({object, std::move(next)});
    }
    if (steps.empty())
        return std::nullopt;

    Plan plan{.to = steps.front().next.state, .levels = {}};
    const auto nearer = [&](const Step& a, const Step& b) {
        return plan.to == State::offline ? a.object->depth() > b.object->depth()
                                         : a.object->depth() < b.object->depth();
    };
    std::ranges::stable_sort(steps, nearer);
    for (auto& step : steps) {
        if (plan.levels.empty() || nearer(plan.levels.back().front(), step))
            plan.levels.emplace_back();
        plan.levels.back().push_back(std::move(step));
    }
    return plan;
}

void Tree::flip(const Plan& plan, base::Instant now) {
    for (const auto& level : plan.levels)
        for (const auto& step : level) {
            const bool since_now = !was_so_before_it_was_judged(step.object->standing_, step.next);
            step.object->standing_ = step.next;
            step.object->standing_.since = since_now ? now : base::Instant{};
            step.object->state_.store(static_cast<std::uint32_t>(step.next.state), std::memory_order_release);
        }
}

std::vector<ReasonChange> Tree::refresh_reasons() {
    std::vector<ReasonChange> changed;
    for (const auto& object : objects_) {
        auto want = target(*object);
        auto& has = object->standing_;
        if (want.state != has.state)
            continue;
        const Reason before = has.reason;
        has.reason = want.reason;
        has.detail = std::move(want.detail);
        if (before != has.reason)
            changed.push_back({object, before});
    }
    return changed;
}

} // namespace offline::tree
