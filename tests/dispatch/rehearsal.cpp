#include "dispatch/rehearsal.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace offline::dispatch {
namespace {

using namespace std::chrono_literals;
using Farewell = Delivery::Farewell;

constexpr unsigned start = 1, done = 3;
constexpr auto nearly_lag_after =
    Change::lag_after - Walk::patience; ///< who is met in a call came some time before
constexpr auto allowance = 200ms;       ///< ten milliseconds of lag at each level and phase, and room
constexpr int most_rounds_at_one_instant = 10'000;

// What the latest call said.
struct {
    Notice::Kind kind;
    model::Phase phase;
    model::Transition transition;
} heard;

class Ear : public Sink {
public:
    explicit Ear(bool wants_reasons) : wants_reasons_(wants_reasons) {}

    void deliver(const Notice& notice) override { heard = {notice.kind, notice.phase, notice.transition}; }

    bool wants_reasons() const noexcept override { return wants_reasons_; }

private:
    bool wants_reasons_;
};

} // namespace

Rehearsal::Rehearsal(std::uint64_t seed) : dice_(seed) {
    objects_.push_back(tree_.global());
    for (int provider = 0; provider < 2; ++provider) {
        objects_.push_back(tree_.add(tree_.global(), {}));
        objects_.push_back(tree_.add(objects_.back(), {}));
    }
    objects_.push_back(tree_.add(objects_[1], {.offline = false, .online = true}));
}

void Rehearsal::chaos(int events) {
    for (int i = 0; i < events && !testing::Test::HasFailure(); ++i) {
        something_happens(Token::none);
        advance(one_in(10) ? std::chrono::milliseconds(below(3000)) : std::chrono::milliseconds(below(15)));
    }
}

void Rehearsal::calm() {
    calm_ = true;
    for (auto& [token, client] : clients_)
        client.until = now_;
    advance(10s);
    EXPECT_EQ(under_way_, nobody) << "a change never ends";
    EXPECT_TRUE(blocked_.empty()) << "a dead-lock";
    EXPECT_FALSE(delivery_.anything_ready());
    EXPECT_EQ(delivery_.running(), 0U);
    EXPECT_FALSE(delivery_.next_deadline()) << "somebody would wake for nothing";
    for (const auto& [token, client] : clients_) {
        EXPECT_EQ(client.chain, client.object->state()) << "the last DONE is not the present state";
        EXPECT_LE(client.told_in_calm, 3) << "a laggard's queue is not bounded";
    }
    calm_ = false;
    for (auto& [token, client] : clients_)
        client.told_in_calm = 0;
}

std::chrono::nanoseconds Rehearsal::stay() {
    if (calm_ || !one_in(2))
        return 0s;
    switch (below(4)) {
    case 0:
        return std::chrono::milliseconds(1 + below(8));
    case 1:
        return std::chrono::milliseconds(9 + below(20));
    case 2:
        return std::chrono::milliseconds(100 + below(2500));
    default:
        return 1h;
    }
}

std::optional<Token> Rehearsal::somebody() {
    if (clients_.empty())
        return std::nullopt;
    return std::next(clients_.begin(), static_cast<std::ptrdiff_t>(below(clients_.size())))->first;
}

void Rehearsal::something_happens(Token caller) {
    switch (below(5)) {
    case 0:
    case 1:
        return clients_.size() < 12 ? subscribe() : void();
    case 2:
        if (const auto token = somebody())
            unsubscribe(caller != Token::none && one_in(3) ? caller : *token, caller);
        return;
    case 3:
        return wish();
    default:
        return verdict();
    }
}

void Rehearsal::subscribe() {
    const auto& object = objects_[below(objects_.size())];
    const bool wants_reasons = one_in(3);
    const Token token = delivery_.subscribe(object.get(), std::make_unique<Ear>(wants_reasons));
    auto& client = clients_[token];
    client.object = object;
    client.wants_reasons = wants_reasons;
    client.chain = object->state();
    if (under_way_ != nobody && !plays_[under_way_].flipped &&
        plays_[under_way_].levels.contains(object.get()))
        client.owed.push_back(under_way_);
}

void Rehearsal::unsubscribe(Token token, Token outer) {
    if (const auto found = clients_.find(token); found != clients_.end())
        found->second.ended = true;
    const auto farewell = *delivery_.unsubscribe(token, nullptr, outer, now_);
    if (farewell == Farewell::wait)
        blocked_.push_back({outer, Token::none, token});
    else if (farewell == Farewell::release)
        destroy(token, outer);
}

void Rehearsal::destroy(Token token, Token outer) {
    delivery_.slot(token).destroy_sink();
    const auto other = somebody();
    if (other && one_in(4)) {
        clients_.at(*other).ended = true;
        const auto farewell = *delivery_.unsubscribe(*other, nullptr, token, now_);
        if (farewell == Farewell::wait)
            return blocked_.push_back({outer, token, *other});
        if (farewell == Farewell::release) {
            delivery_.slot(*other).destroy_sink();
            delivery_.released(*other);
            delivery_.waited(token);
            clients_.erase(*other);
        }
    }
    delivery_.released(token);
    delivery_.waited(outer);
    clients_.erase(token);
}

void Rehearsal::wish() {
    if (under_way_ != nobody)
        return;
    const auto& object = objects_[below(objects_.size() - 1)];
    tree_.wish(*object, one_in(3) ? State::offline : State::online);
    make_true(true);
}

void Rehearsal::verdict() {
    const Reason reasons[] = {Reason::refused, Reason::no_route, Reason::ok};
    const Reason reason = reasons[below(std::size(reasons))];
    const State state = reason == Reason::ok ? State::online : State::offline;
    const bool turned = state != tree_.verdict().state;
    tree_.verdict({.state = state, .reason = reason});
    if (under_way_ == nobody)
        return make_true(false);
    auto& play = plays_[under_way_];
    const bool waits_behind = play.flipped ? tree_.plan().has_value() : turned;
    if (!waits_behind || !play.change)
        return;
    if (!play.hastened)
        play.hastened = now_;
    const auto change = play.change;
    delivery_.hasten(*change, now_);
}

void Rehearsal::make_true(bool wished) {
    if (const auto plan = tree_.plan())
        return begin(*plan, wished);
    for (const auto& moved : tree_.refresh_reasons()) {
        const auto& stands = moved.object->standing();
        delivery_.reason_moved(moved.object.get(),
                               {stands.state, stands.state, moved.before, stands.reason, stands.detail},
                               now_);
    }
}

void Rehearsal::begin(const tree::Plan& plan, bool wished) {
    const int number = ++last_play_;
    auto& play = plays_[number];
    play.wished = wished;
    play.began = now_;
    under_way_ = number;
    ChangePlan change{.wished = wished};
    for (std::size_t level = 0; level < plan.levels.size(); ++level) {
        auto& objects = change.levels.emplace_back();
        for (const auto& step : plan.levels[level]) {
            objects.push_back({step.object.get(),
                               {step.object->state(), step.next.state, step.object->standing().reason,
                                step.next.reason, std::to_string(number)}});
            play.levels[step.object.get()] = level;
        }
    }
    for (auto& [token, client] : clients_) {
        const auto level = play.levels.find(client.object.get());
        if (client.ended || level == play.levels.end())
            continue;
        if (client.owed.empty() && !client.running)
            play.awaited[token] = {.level = level->second};
        client.owed.push_back(number);
    }
    change.flip = [this, plan, number](Instant) {
        EXPECT_FALSE(plays_[number].flipped);
        plays_[number].flipped = true;
        tree_.flip(plan, now_);
    };
    change.ended = [this](Instant) { ended(); };
    auto begun = delivery_.begin(std::move(change), now_);
    if (!begun->over())
        plays_[number].change = std::move(begun);
}

void Rehearsal::ended() {
    const auto& play = plays_[under_way_];
    EXPECT_TRUE(play.flipped);
    const auto most = Change::done_wait + (play.wished ? Change::start_wait : 0s) + allowance;
    EXPECT_LE(now_ - play.began, most) << "a change took too long";
    EXPECT_LE(now_ - play.hastened.value_or(now_), allowance) << "a forced change was kept waiting";
    under_way_ = nobody;
    make_true(false);
}

void Rehearsal::advance(std::chrono::nanoseconds time) {
    const Instant end = now_ + time;
    for (int rounds = 0;; ++rounds) {
        ASSERT_LT(rounds, most_rounds_at_one_instant) << "no progress";
        drain();
        if (unblock() || leave_somebody())
            continue;
        Instant next = end;
        if (const auto deadline = delivery_.next_deadline()) {
            if (*deadline <= now_) {
                delivery_.tick(now_);
                const auto after = delivery_.next_deadline();
                ASSERT_TRUE(!after || *after > now_) << "a deadline that is over moves nothing";
                continue;
            }
            next = std::min(next, *deadline);
        }
        for (const auto& [token, client] : clients_)
            if (client.running && !blocked(token))
                next = std::min(next, client.until);
        if (now_ == end)
            return;
        now_ = next;
        rounds = 0;
    }
}

void Rehearsal::drain() {
    for (auto walk = std::make_unique<Walk>(); delivery_.take(*walk, now_); walk = std::make_unique<Walk>())
        go_on(std::move(walk), Token::none);
}

// Makes calls that return at once, until somebody stays in one. `latest` is whose call it comes from.
void Rehearsal::go_on(std::unique_ptr<Walk> walk, Token latest) {
    while (walk->next() || walk->owes_a_call()) {
        latest = enter(*walk);
        if (clients_.at(latest).until > now_ || blocked(latest) || one_in(3)) {
            if (one_in(3))
                delivery_.interrupt(*walk, now_);
            walks_[latest] = std::move(walk);
            return;
        }
        left(latest);
    }
    const auto ended = delivery_.returned(*walk, now_);
    const bool expected = latest != Token::none && clients_.at(latest).ended;
    EXPECT_EQ(ended, expected ? std::optional(latest) : std::nullopt);
    if (ended)
        destroy(*ended, Token::none);
}

Token Rehearsal::enter(Walk& walk) {
    Token token;
    {
        const Inside inside(walk);
        walk.call();
        token = Inside::whom();
    }
    hear(token);
    return token;
}

void Rehearsal::hear(Token token) {
    auto& client = clients_.at(token);
    ASSERT_FALSE(client.running) << "two calls of one registration at a time";
    ASSERT_FALSE(client.ended) << "called after it was unsubscribed";
    client.running = true;
    client.entered = now_;
    client.until = now_ + stay();
    client.in_reason = heard.kind == Notice::Kind::reason;
    if (client.in_reason) {
        EXPECT_TRUE(client.wants_reasons);
        return;
    }
    const int number = std::stoi(heard.transition.detail);
    auto& play = plays_.at(number);
    const auto phase = static_cast<unsigned>(heard.phase);
    int left_out = 0;
    for (; !client.owed.empty() && client.owed.front() != number; ++left_out)
        client.owed.pop_front();
    ASSERT_FALSE(client.owed.empty()) << "told of a change that it has no part in";
    EXPECT_EQ(left_out % 2, 0) << "only pairs may be left out";
    EXPECT_EQ(phase, client.phase + 1) << "a phase is missing";
    EXPECT_TRUE(phase == start || left_out == 0);
    client.phase = phase;
    if (phase == start) {
        EXPECT_EQ(heard.transition.from, client.chain) << "the chain is broken";
        client.told_in_calm += calm_;
    } else {
        EXPECT_TRUE(play.flipped) << "the state has not flipped yet";
    }
    if (phase == done)
        client.chain = heard.transition.to;
    expect_the_barrier(play);
    expect_the_order(play, play.levels.at(client.object.get()), phase);
    if (const auto mine = play.awaited.find(token); mine != play.awaited.end())
        mine->second.entered = phase;
    if (!calm_ && one_in(6))
        something_happens(token);
}

void Rehearsal::leave(Token token) {
    left(token);
    const auto at = walks_.find(token);
    auto walk = std::move(at->second);
    walks_.erase(at);
    go_on(std::move(walk), token);
}

void Rehearsal::left(Token token) {
    auto& client = clients_.at(token);
    client.running = false;
    if (!client.in_reason && !client.owed.empty()) {
        auto& play = plays_.at(client.owed.front());
        if (const auto mine = play.awaited.find(token); mine != play.awaited.end()) {
            mine->second.returned = client.phase;
            mine->second.slow = mine->second.slow || now_ - client.entered >= nearly_lag_after;
            if (client.phase == start)
                mine->second.back_from_start = now_;
        }
        if (client.phase == done) {
            client.phase = 0;
            client.owed.pop_front();
        }
    }
}

bool Rehearsal::leave_somebody() {
    for (const auto& [token, client] : clients_)
        if (client.running && client.until <= now_ && !blocked(token))
            return leave(token), true;
    return false;
}

bool Rehearsal::unblock() {
    const auto free = std::ranges::find_if(
        blocked_, [&](const Blocked& waiting) { return !delivery_.known(waiting.awaited); });
    if (free == blocked_.end())
        return false;
    const Blocked waiting = *free;
    blocked_.erase(free);
    if (waiting.releasing != Token::none) {
        delivery_.waited(waiting.releasing);
        delivery_.released(waiting.releasing);
        clients_.erase(waiting.releasing);
    }
    delivery_.waited(waiting.outer);
    return true;
}

bool Rehearsal::blocked(Token token) const {
    return std::ranges::count(blocked_, token, &Blocked::outer) > 0;
}

bool Rehearsal::start_wait_holds(const Play& play) const {
    return play.wished && !play.hastened && now_ < play.began + Change::start_wait;
}

bool Rehearsal::lags(Token token, const Play& play, const Progress& progress) const {
    const auto& client = clients_.at(token);
    const auto start_was_up = play.began + Change::start_wait;
    const bool used_up_start = play.wished && now_ >= start_was_up &&
                               (!progress.back_from_start || *progress.back_from_start >= start_was_up);
    const bool long_inside = client.running && now_ - client.entered >= nearly_lag_after;
    return progress.slow || used_up_start || long_inside;
}

// Nobody has come beyond START before everybody who is awaited has returned from it.
void Rehearsal::expect_the_barrier(const Play& play) const {
    if (!play.flipped || !start_wait_holds(play))
        return;
    for (const auto& [token, progress] : play.awaited) {
        const auto found = clients_.find(token);
        const bool still_there = found != clients_.end() && !found->second.ended;
        EXPECT_TRUE(!still_there || progress.returned >= start) << "the barrier of START is broken";
    }
}

void Rehearsal::expect_the_order(const Play& play, std::size_t level, unsigned phase) const {
    for (const auto& [token, progress] : play.awaited) {
        const auto found = clients_.find(token);
        if (progress.level >= level || found == clients_.end() || found->second.ended)
            continue;
        if (phase == start && start_wait_holds(play)) {
            EXPECT_GE(progress.returned, start)
                << "START comes before the level in front has returned from it";
        } else {
            EXPECT_TRUE(progress.entered >= phase || lags(token, play, progress))
                << "a phase comes before the level in front has entered it";
        }
    }
}

} // namespace offline::dispatch
