#include "bus/held_objects.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace offline::bus {

void HeldObjects::hear_of(engine::ProfileState& profile) {
    using tree::ObjectPointer;
    // Under the profile's guard; the object is kept until the loop has come to what is posted of it.
    const auto stands = [this](auto take, const ObjectPointer& object) {
        boost::asio::post(loop_,
                          [this, take, object, state = object->state(), reason = object->standing().reason] {
                              (this->*take)(*object, state, reason);
                          });
    };
    const auto added = [stands](const ObjectPointer& object) { stands(&HeldObjects::take_up, object); };
    const auto moved = [stands](const ObjectPointer& object) {
        if (object->parent())
            stands(&HeldObjects::moved, object);
    };
    const auto left = [this](const ObjectPointer& object) {
        boost::asio::post(loop_, [this, object] { let_go(*object); });
    };
    profile.hear_of_objects({added, moved, left});
}

void HeldObjects::take_up(const tree::Object& object, State state, Reason reason) {
    auto& held = held_[&object];
    held = {.number = ++last_number_, .state = state, .reason = reason};
    tell(object, held);
}

void HeldObjects::moved(const tree::Object& object, State state, Reason reason) {
    const auto found = held_.find(&object);
    if (found == held_.end())
        return; // it left in the middle of the change
    found->second.state = state;
    found->second.reason = reason;
    tell(object, found->second);
}

void HeldObjects::let_go(const tree::Object& object) {
    const auto held = held_.extract(&object).mapped();
    if (!send_("Release", {held.number}) && held.told)
        let_go_untold_.push_back(held.number);
}

void HeldObjects::tell(const tree::Object& object, Held& held) {
    const auto above = held_.find(object.parent().get());
    const std::uint64_t parent = above == held_.end() ? 0 : above->second.number; // 0: the profile itself
    const auto [may_leave, may_return] = object.capabilities();
    const bool sent =
        send_("Hold", {held.number, parent, object.name().guid, object.name().instance, may_leave, may_return,
                       std::string(word(held.state)), std::string(word(held.reason))});
    held.told = held.told || sent;
}

void HeldObjects::tell_all() {
    for (const auto number : std::exchange(let_go_untold_, {}))
        send_("Release", {number});
    std::map<std::uint64_t, const tree::Object*> in_order;
    for (const auto& [object, held] : held_)
        in_order[held.number] = object;
    for (const auto& [number, object] : in_order)
        tell(*object, held_.at(object));
}

} // namespace offline::bus
