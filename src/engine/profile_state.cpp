#include "engine/profile_state.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace offline::engine {
namespace {

using base::Code;
using base::failure;
using dispatch::Delivery;

} // namespace

ProfileState::ProfileState(std::string name, dispatch::Dispatcher& dispatcher)
    : name_(std::move(name)),
      dispatcher_(dispatcher),
      door_(dispatcher.transact([](Delivery& delivery) { return std::make_shared<Doorkeeper>(delivery); })) {}

void ProfileState::mirror(model::Standing as_it_stands, WishElsewhere wish_elsewhere) {
    wish_elsewhere_ = std::move(wish_elsewhere);
    dispatcher_.transact([&](Delivery&) {
        mirrors_ = true;
        door_->tree().adopt(std::move(as_it_stands));
    });
}

void ProfileState::mirror_no_more() {
    dispatcher_.transact([&](Delivery&) {
        mirrors_ = false;
        door_->follow_no_more();
    });
}

std::optional<State> ProfileState::mirror_again(model::Verdict verdict, State wish_there) {
    return dispatcher_.transact([&](Delivery&, base::Instant now) -> std::optional<State> {
        const State wish_here = global()->wish();
        if (wished_meanwhile_ && wish_here != wish_there)
            return wish_here;
        mirrors_ = true;
        wished_meanwhile_ = false;
        door_->follow(std::move(verdict), now);
        return std::nullopt;
    });
}

bool ProfileState::mirrors() {
    return dispatcher_.transact([&](Delivery&) { return mirrors_; });
}

bool ProfileState::goes_elsewhere(const tree::Object& object) const noexcept {
    return mirrors_ && &object == global().get();
}

void ProfileState::look_again_by(LookAgain look_again) {
    dispatcher_.transact([&](Delivery&) { look_again_.swap(look_again); });
}

void ProfileState::wait_for_others(std::shared_ptr<Doorkeeper::Barrier> barrier) {
    dispatcher_.transact([&](Delivery&) { door_->wait_for_others(std::move(barrier)); });
}

void ProfileState::let_go(const std::function<bool()>& is_still_awaited) {
    dispatcher_.transact([&](Delivery&, base::Instant now) {
        if (is_still_awaited())
            door_->let_go(now);
    });
}

void ProfileState::let_go() {
    dispatcher_.transact([&](Delivery&, base::Instant now) { door_->let_go(now); });
}

void ProfileState::end_start() {
    dispatcher_.transact([&](Delivery&, base::Instant now) { door_->end_start(now); });
}

void ProfileState::wished_verdict(model::Verdict verdict) {
    dispatcher_.transact(
        [&](Delivery&, base::Instant now) { door_->wished_verdict(std::move(verdict), now); });
}

void ProfileState::verdict(model::Verdict verdict) {
    dispatcher_.transact([&](Delivery&, base::Instant now) { door_->verdict(std::move(verdict), now); });
}

void ProfileState::play(std::optional<model::Verdict> played, std::function<void()> told) {
    dispatcher_.transact(
        [&](Delivery&, base::Instant now) { door_->play(std::move(played), now, std::move(told)); });
}

void ProfileState::sleep(bool announced, std::function<void()> told) {
    dispatcher_.transact(
        [&](Delivery&, base::Instant now) { door_->sleep(announced, now, std::move(told)); });
}

tree::ObjectPointer ProfileState::add(const tree::ObjectPointer& parent, tree::Capabilities capabilities,
                                      tree::Name name) {
    return dispatcher_.transact([&](Delivery&) {
        auto added = door_->tree().add(parent, capabilities, std::move(name));
        if (object_hearer_.added)
            object_hearer_.added(added);
        return added;
    });
}

std::vector<tree::ObjectPointer> ProfileState::abandon(const tree::ObjectPointer& object) {
    return dispatcher_.transact([&](Delivery&) {
        auto gone = door_->tree().abandon(object);
        if (object_hearer_.left)
            std::ranges::for_each(gone, object_hearer_.left);
        return gone;
    });
}

void ProfileState::hear_of_objects(ObjectHearer hearer) {
    dispatcher_.transact([&](Delivery&) {
        door_->hear_of_moves(hearer.moved);
        object_hearer_ = std::move(hearer);
    });
}

void ProfileState::take_up(tree::Object& object) {
    dispatcher_.transact([&](Delivery&) { door_->tree().take_up(object); });
}

base::Result<void> ProfileState::wish(tree::Object& object, State state, Wait wait,
                                      const std::function<void()>& accepted) {
    LookAgain look_again;
    using Answer = base::Result<Doorkeeper::Accepted>;
    const auto answer = dispatcher_.transact([&](Delivery&, base::Instant now) -> std::optional<Answer> {
        if (goes_elsewhere(object))
            return std::nullopt;
        look_again = look_again_;
        auto here = door_->wish(object, state, now);
        if (here && wish_elsewhere_ && &object == global().get())
            wished_meanwhile_ = true;
        return here;
    });
    if (!answer) {
        auto sent = send(state, wait);
        const bool none_there = !sent && sent.error().code == Code::no_daemon;
        return none_there && !mirrors() ? wish(object, state, wait, accepted) : sent;
    }
    if (!*answer)
        return answer->error();
    if (accepted)
        accepted();
    const auto& [begun, held_back] = **answer;
    if (wait == Wait::yes && begun && !dispatcher_.wait([change = begun] { return change->over(); }))
        return failure(Code::unexpected, "the process ends: nobody is told of changes any more");
    if (!held_back)
        return {};
    if (wait == Wait::yes)
        return look_again ? wait_for_a_look(object, look_again) : still_offline(object);
    if (look_again)
        look_again([] {});
    return {};
}

base::Result<void> ProfileState::send(State state, Wait wait) {
    // What has ended elsewhere may still be told here.
    if (dispatcher_.transact([&](Delivery&) { return door_->change() != nullptr; }))
        return Doorkeeper::is_pending();
    auto sent = wish_elsewhere_(state, wait);
    if (sent && wait == Wait::yes && !dispatcher_.wait([this] { return !door_->change(); }))
        return failure(Code::unexpected, "the process ends: nobody is told of changes any more");
    return sent;
}

base::Result<void> ProfileState::wait_for_a_look(const tree::Object& object, const LookAgain& look_again) {
    const auto seen = std::make_shared<bool>(false);
    look_again(
        [self = shared_from_this(), seen] { self->dispatcher_.transact([&](Delivery&) { *seen = true; }); });
    dispatcher_.wait([&] { return !door_->change() && (*seen || object.state() == State::online); });
    return object.state() == State::online ? base::Result<void>() : still_offline(object);
}

base::Result<void> ProfileState::look_again(const tree::Object& object) {
    const auto look_again = dispatcher_.transact([&](Delivery&) { return look_again_; });
    return look_again ? wait_for_a_look(object, look_again) : base::Result<void>();
}

base::Failure ProfileState::still_offline(const tree::Object& object) {
    return failure(Code::offline, "the profile is still offline: " + snapshot(object).standing.detail);
}

ProfileState::Snapshot ProfileState::snapshot(const tree::Object& object) {
    return dispatcher_.transact([&](Delivery&) {
        return Snapshot{object.standing(), object.wish(), door_->tree().verdict()};
    });
}

bool ProfileState::wait_judged(std::optional<base::Instant> deadline) {
    return dispatcher_.wait(
        [&] {
            return !look_again_ || (door_->tree().verdict().reason != Reason::unknown && !door_->change());
        },
        deadline);
}

} // namespace offline::engine
