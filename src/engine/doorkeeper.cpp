#include "engine/doorkeeper.h"

#include <utility>

namespace offline::engine {
namespace {

using base::Code;
using base::failure;

model::Transition transition_to(const model::Standing& next, const model::Standing& now) {
    return {now.state, next.state, now.reason, next.reason, next.detail};
}

bool ruled_out(const tree::Object& object, State wished) {
    const auto [offline, online] = object.capabilities();
    return object.state() != wished && !(wished == State::offline ? offline : online);
}

} // namespace

void Doorkeeper::let_go(base::Instant now) {
    if (const auto under_way = change())
        delivery_.let_go(*under_way, now);
}

void Doorkeeper::end_start(base::Instant now) {
    if (const auto under_way = change())
        delivery_.end_start(*under_way, now);
}

void Doorkeeper::verdict(model::Verdict verdict, base::Instant now) {
    take_over(std::move(verdict), now, false);
}

void Doorkeeper::wished_verdict(model::Verdict verdict, base::Instant now) {
    take_over(std::move(verdict), now, true);
}

void Doorkeeper::follow_no_more() {
    if (tree_.verdict().reason != Reason::user)
        return;
    tree_.wish(*tree_.global(), State::offline);
    tree_.verdict({});
}

void Doorkeeper::follow(model::Verdict verdict, base::Instant now) {
    tree_.wish(*tree_.global(), State::online);
    tree_.sleep(false);
    take_over(std::move(verdict), now, false);
    tell_those_who_wait();
}

void Doorkeeper::play(std::optional<model::Verdict> played, base::Instant now, std::function<void()> told) {
    waiting_.push_back(std::move(told));
    if (played) {
        if (!beneath_)
            beneath_ = tree_.verdict();
        heed(std::move(*played), now, false);
    } else if (auto truth = std::exchange(beneath_, std::nullopt)) {
        heed(std::move(*truth), now, false);
    }
    tell_those_who_wait();
}

void Doorkeeper::take_over(model::Verdict verdict, base::Instant now, bool wished) {
    if (beneath_)
        beneath_ = std::move(verdict);
    else
        heed(std::move(verdict), now, wished);
}

void Doorkeeper::heed(model::Verdict verdict, base::Instant now, bool wished) {
    const bool turned = verdict.state != tree_.verdict().state;
    tree_.verdict(std::move(verdict));
    if (!change())
        return make_true(now, wished);
    hasten_if_behind(turned, now);
}

void Doorkeeper::sleep(bool announced, base::Instant now, std::function<void()> told) {
    const bool turned = announced != tree_.asleep();
    tree_.sleep(announced);
    waiting_.push_back(std::move(told));
    if (!change())
        make_true(now, announced);
    else
        hasten_if_behind(turned, now);
    tell_those_who_wait();
}

// What has come up since the change under way began is not to wait for slow clients.
void Doorkeeper::hasten_if_behind(bool turned, base::Instant now) {
    const auto under_way = change();
    const bool waits_behind = under_way->flipped() ? tree_.plan().has_value() : turned;
    if (waits_behind)
        delivery_.hasten(*under_way, now);
}

void Doorkeeper::tell_those_who_wait() {
    if (change())
        return;
    for (const auto& told : std::exchange(waiting_, {}))
        told();
}

base::Failure Doorkeeper::is_pending() {
    return failure(Code::pending, "a change of this profile is under way; ask again when it is done");
}

base::Result<Doorkeeper::Accepted> Doorkeeper::wish(tree::Object& object, State state, base::Instant now) {
    if (change())
        return is_pending();
    if (ruled_out(object, state))
        return failure(Code::no_support, "the object's capabilities rule that state out");
    tree_.wish(object, state);
    make_true(now, true);
    // Decided with the wish: a moment later somebody else may have changed the state.
    const bool held_back = state == State::online && !change() && object.state() == State::offline;
    return Accepted{change(), held_back};
}

// Begins the change that makes the objects what they should be; where none has to flip, their reasons move
// alone.
void Doorkeeper::make_true(base::Instant now, bool wished) {
    if (const auto plan = tree_.plan()) {
        if (const auto begun = delivery_.begin(change_for(*plan, wished), now); !begun->over())
            change_ = begun;
        return;
    }
    for (const auto& moved : tree_.refresh_reasons()) {
        tell_of_move(moved.object);
        const auto& stands = moved.object->standing();
        delivery_.reason_moved(moved.object.get(),
                               {stands.state, stands.state, moved.before, stands.reason, stands.detail}, now);
    }
}

void Doorkeeper::tell_of_move(const tree::ObjectPointer& object) const {
    if (moved_)
        moved_(object);
}

dispatch::ChangePlan Doorkeeper::change_for(const tree::Plan& plan, bool wished) {
    dispatch::ChangePlan change{.wished = wished};
    for (const auto& level : plan.levels) {
        auto& objects = change.levels.emplace_back();
        for (const auto& step : level)
            objects.push_back({step.object.get(), transition_to(step.next, step.object->standing())});
    }
    if (wished && barrier_ && barrier_->holds())
        change.gathered = [barrier = barrier_] { barrier->gathered(); };
    change.flip = [self = shared_from_this(), plan](base::Instant now) {
        self->tree_.flip(plan, now);
        for (const auto& level : plan.levels)
            for (const auto& step : level)
                self->tell_of_move(step.object);
        if (self->witness_)
            self->witness_->flips();
    };
    change.ended = [self = shared_from_this()](base::Instant now) {
        self->change_.reset();
        if (self->witness_)
            self->witness_->ends();
        // What the engine found out meanwhile is made true now; wishes are not recorded while a change is
        // under way, but a sleep is.
        self->make_true(now, self->tree_.asleep());
        self->tell_those_who_wait();
    };
    if (witness_)
        witness_->begins(change);
    return change;
}

} // namespace offline::engine
