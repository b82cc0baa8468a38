#include "dispatch/stage.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace offline::dispatch {
namespace {

// What the latest call said.
std::string told;

class Told : public Sink {
public:
    explicit Told(bool wants_reasons) : wants_reasons_(wants_reasons) {}

    void deliver(const Notice& notice) override {
        told = notice.kind == Notice::Kind::reason ? word(notice.transition.reason) : word(notice.phase);
    }

    bool wants_reasons() const noexcept override { return wants_reasons_; }

private:
    bool wants_reasons_;
};

State other(State state) { return state == State::online ? State::offline : State::online; }

void append(Words& to, Words more) { to.insert(to.end(), more.begin(), more.end()); }

} // namespace

void Stage::subscribe(const std::string& name, ObjectKey object, bool wants_reasons) {
    const Token token = delivery_.subscribe(object, std::make_unique<Told>(wants_reasons));
    tokens_[name] = token;
    names_[token] = name;
}

Delivery::Farewell Stage::unsubscribe(const std::string& name, const std::string& caller) {
    const Token from = caller.empty() ? Token::none : tokens_.at(caller);
    const auto farewell = *delivery_.unsubscribe(tokens_.at(name), nullptr, from, now_);
    if (farewell == Delivery::Farewell::release) {
        delivery_.slot(tokens_.at(name)).destroy_sink();
        delivery_.released(tokens_.at(name));
        delivery_.waited(from);
    }
    return farewell;
}

Words Stage::wished(State to, const std::vector<ObjectKey>& objects) { return begin(true, to, objects); }

Words Stage::forced(State to, const std::vector<ObjectKey>& objects) { return begin(false, to, objects); }

Words Stage::begin(bool wished, State to, const std::vector<ObjectKey>& objects) {
    EXPECT_FALSE(under_way()) << "one change of a profile at a time";
    ChangePlan plan{.wished = wished, .flip = [](auto) {}, .ended = [](auto) {}};
    for (const auto object : objects)
        plan.levels.push_back({{object, {.from = other(to), .to = to}}});
    change_ = delivery_.begin(std::move(plan), now_);
    return enter();
}

Words Stage::hasten() {
    delivery_.hasten(*change_, now_);
    return enter();
}

Words Stage::reason(Reason reason, ObjectKey object) {
    delivery_.reason_moved(object, {.reason = reason}, now_);
    return enter();
}

Words Stage::leave(const std::string& name) {
    const auto found = std::ranges::find(inside_, name, [](const auto& each) { return each.first; });
    if (found == inside_.end()) {
        ADD_FAILURE() << name << " is in no call";
        return {};
    }
    const auto walk = std::move(found->second);
    inside_.erase(found);
    if (const auto ended = delivery_.returned(*walk, now_)) {
        EXPECT_EQ(*ended, tokens_.at(name));
        delivery_.slot(*ended).destroy_sink();
        delivery_.released(*ended);
    }
    return enter();
}

Words Stage::pass(std::chrono::milliseconds time) {
    Words entered = enter();
    const auto end = now_ + time;
    for (;;) {
        const auto next = delivery_.next_deadline();
        if (!next || *next > end)
            break;
        EXPECT_GE(*next, now_) << "a deadline that is over moves nothing";
        now_ = std::max(now_, *next);
        delivery_.tick(now_);
        append(entered, enter());
    }
    now_ = end;
    return entered;
}

Words Stage::play(const Words& except) {
    Words entered;
    for (;;) {
        const auto free = std::ranges::find_if(
            inside_, [&](const auto& each) { return std::ranges::find(except, each.first) == except.end(); });
        if (free == inside_.end())
            return entered;
        append(entered, leave(std::string(free->first)));
    }
}

Words Stage::enter() {
    Words entered;
    for (auto walk = std::make_unique<Walk>(); delivery_.take(*walk, now_); walk = std::make_unique<Walk>()) {
        if (!walk->next()) {
            ADD_FAILURE() << "a walk leads nowhere";
            break;
        }
        const Inside inside(*walk);
        walk->call();
        const auto& name = names_.at(Inside::whom());
        EXPECT_EQ(std::ranges::count(inside_, name, [](const auto& each) { return each.first; }), 0)
            << name << " is called inside its call";
        if (!at_leisure_)
            delivery_.interrupt(*walk, now_);
        inside_.emplace_back(name, std::move(walk));
        entered.push_back(name + " " + told);
    }
    return entered;
}

} // namespace offline::dispatch
