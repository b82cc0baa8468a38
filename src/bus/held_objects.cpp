#include "bus/held_objects.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace offline::bus {

/// Hears of one object on the dispatcher's threads.
class HeldObjects::Ear final : public dispatch::Sink {
public:
    Ear(HeldObjects& all, tree::ObjectPointer object) : all_(all), object_(std::move(object)) {}

    void deliver(const dispatch::Notice& notice) override {
        if (notice.kind == dispatch::Notice::Kind::phase && notice.phase != model::Phase::statechange)
            return;
        boost::asio::post(all_.runtime_.loop(),
                          [&all = all_, object = object_, to = notice.transition.to,
                           reason = notice.transition.reason] { all.moved(*object, to, reason); });
    }

    bool wants_reasons() const noexcept override { return true; }

private:
    HeldObjects& all_;
    const tree::ObjectPointer object_;
};

HeldObjects::HeldObjects(engine::Runtime& runtime, Send send) : runtime_(runtime), send_(std::move(send)) {}

void HeldObjects::hear_of(engine::ProfileState& profile) {
    profile.hear_of_objects(
        {.added =
             [this, &profile](const tree::ObjectPointer& object) {
                 boost::asio::post(runtime_.loop(), [this, &profile, object] { take_up(profile, object); });
             },
         .left =
             [this](const tree::ObjectPointer& object) {
                 boost::asio::post(runtime_.loop(), [this, object] { let_go(*object); });
             }});
}

void HeldObjects::take_up(engine::ProfileState& profile, const tree::ObjectPointer& object) {
    const auto [token, since] = profile.subscribe<Ear>(
        *object, this, [](dispatch::Token) {}, *this, object);
    const auto& held =
        held_.emplace(object.get(), Held{++last_number_, token, since.state, since.reason}).first->second;
    tell(*object, held);
}

void HeldObjects::moved(const tree::Object& object, State state, Reason reason) {
    const auto found = held_.find(&object);
    if (found == held_.end())
        return; // it has just been let go
    found->second.state = state;
    found->second.reason = reason;
    tell(object, found->second);
}

void HeldObjects::let_go(const tree::Object& object) {
    const auto found = held_.find(&object);
    const auto [number, token, state, reason] = found->second;
    held_.erase(found);
    send_("Release", {number});
    runtime_.dispatcher().unsubscribe(token, this);
}

void HeldObjects::tell(const tree::Object& object, const Held& held) const {
    const auto above = held_.find(object.parent().get());
    const auto [may_leave, may_return] = object.capabilities();
    const std::uint64_t parent = above == held_.end() ? 0 : above->second.number; // 0: the profile itself
    send_("Hold", {held.number, parent, object.name().guid, object.name().instance, may_leave, may_return,
                   std::string(word(held.state)), std::string(word(held.reason))});
}

void HeldObjects::tell_all() const {
    std::map<std::uint64_t, const tree::Object*> in_order;
    for (const auto& [object, held] : held_)
        in_order[held.number] = object;
    for (const auto& [number, object] : in_order)
        tell(*object, held_.at(object));
}

} // namespace offline::bus
