// Operations on the tree of offline objects, and what must be true each time it has come to rest.
#include "tree/tree.h"

#include <algorithm>
#include <vector>

#include "fuzz/bytes.h"
#include "fuzz/demand.h"
#include "fuzz/target.h"

namespace offline::fuzz {
namespace {

using tree::Object;
using tree::ObjectPointer;

constexpr std::size_t most_objects = 12;
constexpr Reason verdicts[] = {Reason::ok, Reason::refused, Reason::no_route, Reason::unknown};

struct Member {
    ObjectPointer object;
    bool abandoned = false;
};

class Orchard {
public:
    Orchard() { members_.push_back({tree_.global()}); }

    void play(Bytes input) {
        while (!input.empty())
            act(input);
        come_to_rest(nullptr);
    }

private:
    void act(Bytes& input) {
        switch (input.below(8)) {
        case 0:
            return add(input);
        case 1:
            return abandon(input);
        case 2:
            return take_up(input);
        case 3:
            return wish(input);
        case 4:
            return tree_.verdict(some_verdict(input));
        case 5:
            tree_.sleep(asleep_ = input.flag());
            return;
        case 6:
            return flip_once();
        default:
            return come_to_rest(nullptr);
        }
    }

    Member& somebody(Bytes& input) { return members_[input.below(members_.size())]; }

    static model::Verdict some_verdict(Bytes& input) {
        const auto reason = verdicts[input.below(std::size(verdicts))];
        const bool online = reason == Reason::ok || reason == Reason::unknown;
        return {.state = online ? State::online : State::offline, .reason = reason};
    }

    void add(Bytes& input) {
        if (members_.size() == most_objects)
            return;
        const auto parent = somebody(input).object;
        const auto bits = input.byte();
        const auto object = tree_.add(parent, {.offline = (bits & 1) == 0, .online = (bits & 2) == 0});
        demand(object->depth() == parent->depth() + 1, "an object hangs one below its parent");
        demand(object->state() == State::online || parent->state() == State::offline,
               "a newcomer begins as its parent is");
        members_.push_back({object});
    }

    bool has_children(const ObjectPointer& object) const {
        return std::ranges::any_of(members_,
                                   [&](const Member& each) { return each.object->parent() == object; });
    }

    void abandon(Bytes& input) {
        auto& member = somebody(input);
        if (member.abandoned || member.object == tree_.global())
            return;
        member.abandoned = true;
        for (const auto& left : tree_.abandon(member.object)) {
            const auto found = std::ranges::find(members_, left, &Member::object);
            demand(found != members_.end() && found->abandoned, "nobody leaves that somebody has");
            demand(!has_children(left), "nobody leaves under whom others hang");
            members_.erase(found);
        }
        for (const auto& each : members_)
            demand(!each.abandoned || has_children(each.object), "who is alone and abandoned leaves");
    }

    void take_up(Bytes& input) {
        auto& member = somebody(input);
        member.abandoned = false;
        tree_.take_up(*member.object);
    }

    void wish(Bytes& input) {
        const bool at_rest = !tree_.plan();
        const auto object = somebody(input).object;
        tree_.wish(*object, input.flag() ? State::offline : State::online);
        if (at_rest)
            come_to_rest(object.get());
    }

    void flip_once() {
        const auto plan = tree_.plan();
        if (!plan)
            return;
        check(*plan);
        tree_.flip(*plan, base::Instant{});
        for (const auto& level : plan->levels)
            for (const auto& step : level)
                demand(step.object->state() == plan->to, "a flip flips");
    }

    void check(const tree::Plan& plan) {
        demand(!plan.levels.empty(), "a plan has a level");
        const Object* before = nullptr;
        for (const auto& level : plan.levels) {
            demand(!level.empty(), "a level has an object");
            for (const auto& step : level) {
                const auto& object = *step.object;
                demand(step.next.state == plan.to && object.state() != plan.to,
                       "a plan has one direction, and flips what is not there yet");
                const auto [may_leave, may_return] = object.capabilities();
                demand(plan.to == State::offline ? may_leave : may_return, "capabilities bound a change");
                demand(object.depth() == level.front().object->depth(), "a level is of one depth");
            }
            const auto& first = *level.front().object;
            demand(!before || (plan.to == State::offline ? first.depth() < before->depth()
                                                         : first.depth() > before->depth()),
                   "children go offline before their parents and online after them");
            before = &first;
        }
    }

    static bool is_at_or_below(const Object* object, const Object& top) {
        while (object && object != &top)
            object = object->parent().get();
        return object == &top;
    }

    // `wished`: the one object whose wish alone has moved since the last rest.
    void come_to_rest(const Object* wished) {
        for (std::size_t rounds = 0; const auto plan = tree_.plan(); ++rounds) {
            demand(rounds < 2 * most_objects, "plans come to an end");
            for (const auto& level : plan->levels)
                for (const auto& step : level)
                    demand(!wished || is_at_or_below(step.object.get(), *wished),
                           "a wish touches nobody above or beside its object");
            flip_once();
        }
        tree_.refresh_reasons();
        demand(tree_.refresh_reasons().empty(), "a reason moves once");
        for (const auto& member : members_)
            check_at_rest(*member.object);
    }

    void check_at_rest(const Object& object) const {
        const bool above_offline = object.parent() ? object.parent()->state() == State::offline
                                                   : asleep_ || tree_.verdict().state == State::offline;
        const bool wished_offline = object.wish() == State::offline;
        const State wanted = wished_offline || above_offline ? State::offline : State::online;
        const auto [may_leave, may_return] = object.capabilities();
        demand(object.state() == wanted || !(wanted == State::offline ? may_leave : may_return),
               "an object is as it should be, or its capabilities forbid it");
        const auto& standing = object.standing();
        demand(standing.state == object.state(), "the published state is the state");
        if (object.state() == State::online)
            demand(standing.reason == Reason::ok || standing.reason == Reason::unknown,
                   "online has no reason against it");
        else
            demand(standing.reason != Reason::ok && standing.reason != Reason::unknown,
                   "offline has a reason");
        demand(object.state() == State::online || !wished_offline || standing.reason == Reason::user,
               "a wish comes before every other reason");
    }

    tree::Tree tree_;
    std::vector<Member> members_;
    bool asleep_ = false;
};

} // namespace
} // namespace offline::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    offline::fuzz::Orchard().play({data, size});
    return 0;
}
