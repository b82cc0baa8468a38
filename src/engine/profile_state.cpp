#include "engine/profile_state.h"

#include <chrono>
#include <utility>

namespace offline::engine {
namespace {

using base::Code;
using base::failure;
using dispatch::Delivery;

model::Transition transition_to(const model::Standing& next, const model::Standing& now) {
    return {now.state, next.state, now.reason, next.reason, next.detail};
}

bool ruled_out(const tree::Object& object, State wished) {
    const auto [offline, online] = object.capabilities();
    return object.state() != wished && !(wished == State::offline ? offline : online);
}

} // namespace

ProfileState::ProfileState(std::string name, dispatch::Dispatcher& dispatcher)
    : name_(std::move(name)), dispatcher_(dispatcher) {}

void ProfileState::verdict(model::Verdict verdict) {
    dispatcher_.transact([&](Delivery& delivery, base::Instant now) {
        const bool turned = verdict.state != tree_.verdict().state;
        tree_.verdict(std::move(verdict));
        if (!change_)
            return make_true(delivery, now, false);
        const bool waits_behind = change_->flipped() ? tree_.plan().has_value() : turned;
        const auto under_way = change_;
        if (waits_behind)
            delivery.hasten(*under_way, now);
    });
}

tree::ObjectPointer ProfileState::add(const tree::ObjectPointer& parent, tree::Capabilities capabilities) {
    return dispatcher_.transact([&](Delivery&) { return tree_.add(parent, capabilities); });
}

std::vector<tree::ObjectPointer> ProfileState::abandon(const tree::ObjectPointer& object) {
    return dispatcher_.transact([&](Delivery&) { return tree_.abandon(object); });
}

void ProfileState::take_up(tree::Object& object) {
    dispatcher_.transact([&](Delivery&) { tree_.take_up(object); });
}

base::Result<void> ProfileState::wish(tree::Object& object, State state, Wait wait) {
    std::shared_ptr<dispatch::Change> begun;
    bool held_back = false; // decided with the wish: a moment later somebody else may have changed the state
    auto accepted = dispatcher_.transact([&](Delivery& delivery, base::Instant now) -> base::Result<void> {
        if (change_)
            return failure(Code::pending, "a change of this profile is under way; ask again when it is done");
        if (ruled_out(object, state))
            return failure(Code::no_support, "the object's capabilities rule that state out");
        tree_.wish(object, state);
        make_true(delivery, now, true);
        begun = change_;
        held_back = state == State::online && !begun && object.state() == State::offline;
        return {};
    });
    if (!accepted)
        return accepted;
    if (wait == Wait::yes && begun && !dispatcher_.wait([&] { return begun->over(); }))
        return failure(Code::unexpected, "the process ends: nobody is told of changes any more");
    if (!held_back)
        return {};
    if (wait == Wait::yes)
        return look_again_ ? wait_for_a_look(object) : still_offline(object);
    if (look_again_)
        look_again_([] {});
    return {};
}

base::Result<void> ProfileState::wait_for_a_look(const tree::Object& object) {
    const auto seen = std::make_shared<bool>(false);
    look_again_(
        [self = shared_from_this(), seen] { self->dispatcher_.transact([&](Delivery&) { *seen = true; }); });
    dispatcher_.wait([&] { return !change_ && (*seen || object.state() == State::online); });
    return object.state() == State::online ? base::Result<void>() : still_offline(object);
}

base::Failure ProfileState::still_offline(const tree::Object& object) {
    return failure(Code::offline, "the profile is still offline: " + snapshot(object).standing.detail);
}

ProfileState::Registration ProfileState::subscribe(const tree::Object& object,
                                                   std::unique_ptr<dispatch::Sink> sink, const void* owner,
                                                   std::uint32_t& number) {
    return dispatcher_.transact([&](Delivery& delivery) {
        const auto token = delivery.subscribe(&object, std::move(sink), owner);
        number = static_cast<std::uint32_t>(token);
        return Registration{token, object.standing()};
    });
}

ProfileState::Snapshot ProfileState::snapshot(const tree::Object& object) {
    return dispatcher_.transact([&](Delivery&) {
        return Snapshot{object.standing(), object.wish(), tree_.verdict()};
    });
}

bool ProfileState::wait_judged(std::optional<base::Instant> deadline) {
    if (!look_again_)
        return true; // nobody judges it: it is what it is set to
    return dispatcher_.wait([&] { return tree_.verdict().reason != Reason::unknown && !change_; }, deadline);
}

// Begins the change that makes the objects what they should be; where none has to flip, their reasons move
// alone.
void ProfileState::make_true(Delivery& delivery, base::Instant now, bool wished) {
    if (const auto plan = tree_.plan()) {
        auto change = delivery.begin(change_for(*plan, delivery, wished), now);
        if (!change->over())
            change_ = std::move(change);
        return;
    }
    for (const auto& moved : tree_.refresh_reasons()) {
        const auto& now_stands = moved.object->standing();
        delivery.reason_moved(
            moved.object.get(),
            {now_stands.state, now_stands.state, moved.before, now_stands.reason, now_stands.detail}, now);
    }
}

dispatch::ChangePlan ProfileState::change_for(const tree::Plan& plan, Delivery& delivery, bool wished) {
    dispatch::ChangePlan change{.wished = wished};
    for (const auto& level : plan.levels) {
        auto& objects = change.levels.emplace_back();
        for (const auto& step : level)
            objects.push_back({step.object.get(), transition_to(step.next, step.object->standing())});
    }
    change.flip = [self = shared_from_this(), plan] {
        self->tree_.flip(plan, std::chrono::steady_clock::now());
    };
    change.ended = [self = shared_from_this(), &delivery] {
        self->change_.reset();
        // What the engine found out meanwhile is made true now; wishes are not recorded while a change is
        // under way.
        self->make_true(delivery, std::chrono::steady_clock::now(), false);
    };
    return change;
}

} // namespace offline::engine
