// What must hold in a world, whatever happens.
#include <algorithm>

#include "ear.h"
#include "world.h"

namespace offline::sim {
namespace {

using namespace std::chrono_literals;

constexpr unsigned start = 1, done = 3;
constexpr auto nearly_lag_after = dispatch::Change::lag_after - dispatch::Walk::patience;
constexpr auto allowance = 200ms; ///< ten milliseconds of lag at each level and phase, and room

} // namespace

World::Token World::enter(dispatch::Walk& walk) {
    Token token;
    {
        const dispatch::Inside inside(walk);
        walk.call();
        token = dispatch::Inside::whom();
    }
    hear(token);
    return token;
}

void World::hear(Token token) {
    auto& client = this->client(token);
    const auto& [kind, phase_heard, from, to] = heard();
    const auto phase = static_cast<unsigned>(phase_heard);
    const bool in_reason = kind == dispatch::Notice::Kind::reason;
    ledger_.event(now_, in_reason ? "reason" : "phase", static_cast<std::uint64_t>(token), phase);
    expect(!client.running, "calls of one registration never overlap");
    expect(!client.ended, "nothing is told after Unadvise");
    client.running = true;
    client.entered = now_;
    client.until = now_ + stay(client);
    client.in_reason = in_reason;
    if (in_reason)
        return expect(client.wants_reasons, "reasons are told to those who want them");

    expect(!client.owed.empty(), "only changes that a registration has a part in are told");
    expect(phase == client.phase + 1, "START, STATECHANGE, DONE, in that order");
    if (ledger_.broken())
        return;
    auto& change = changes_[client.owed.front()];
    client.phase = phase;
    if (phase == start) {
        expect(from == client.chain, "each change begins where the one before ended");
        expect(from != to, "a change changes");
        client.told_in_calm += calm_ ? 1 : 0;
    } else {
        expect(change.flipped, "STATECHANGE comes when the state has changed");
    }
    if (phase == done)
        client.chain = to;
    expect_the_barrier(change);
    if (const auto level = change.levels[client.object])
        expect_the_order(client.owed.front(), *level, phase);
    if (client.awaited)
        client.awaited->entered = phase;
    const bool active = client.manner == Manner::meddling || client.manner == Manner::leaving;
    if (!calm_ && active && dice_.one_in(2)) {
        if (client.manner == Manner::meddling)
            return happen(token);
        const auto other = somebody();
        unsubscribe(other && dice_.one_in(2) ? *other : token, token);
    }
}

void World::left(Token token) {
    auto& client = this->client(token);
    client.running = false;
    if (client.in_reason || client.owed.empty())
        return;
    if (auto& mine = client.awaited) {
        mine->returned = client.phase;
        mine->slow = mine->slow || now_ - client.entered >= nearly_lag_after;
        if (client.phase == start)
            mine->back_from_start = now_;
        if (client.phase == done)
            mine.reset();
    }
    if (client.phase == done) {
        client.phase = 0;
        client.owed.pop_front();
        catch_up(client);
    }
}

// Everybody returns from every call and nothing new happens: all must be told, at rest and up to date.
void World::calm() {
    calm_ = true;
    for (const auto token : present_)
        client(token).until = now_;
    pass(1h);
    expect(!door_->change(), "every change ends");
    expect(waiting_.empty(), "nobody waits for ever");
    expect(sleeps_told_ == sleeps_, "the machine is let go to sleep");
    expect(plays_told_ == plays_, "who plays hears that it was told");
    expect(!delivery_.anything_ready() && delivery_.running() == 0, "at rest nothing is left to tell");
    expect(!delivery_.next_deadline(), "at rest nobody wakes");
    expect(ears() == present_.size(), "every reference is given back");
    for (const auto token : present_) {
        auto& each = client(token);
        expect(each.chain == objects_[each.object].node->state(), "the last DONE carries the present state");
        expect(each.told_in_calm <= 3 + 6, "what a laggard has to hear is bounded");
        each.told_in_calm = 0;
    }
    expect_the_truth();
    expect(std::ranges::all_of(alive_, [](const auto& change) { return change.expired(); }),
           "no change is kept that is over");
    alive_.clear();
    calm_ = false;
}

void World::begins(const dispatch::ChangePlan& plan) {
    expect(changes_.empty() || changes_.back().over, "one change of a profile at a time");
    const auto number = static_cast<unsigned>(changes_.size());
    auto& change = changes_.emplace_back();
    change.wished = plan.wished;
    change.began = now_;
    change.levels.resize(objects_.size());
    for (std::size_t level = 0; level < plan.levels.size(); ++level)
        for (const auto& changing : plan.levels[level]) {
            const auto found =
                std::ranges::find(objects_, changing.object,
                                  [](const Object& each) -> dispatch::ObjectKey { return each.node.get(); });
            change.levels[static_cast<std::size_t>(found - objects_.begin())] = level;
        }
    for (const auto token : present_) {
        auto& each = client(token);
        if (each.ended || !change.levels[each.object])
            continue;
        if (each.owed.empty() && !each.running)
            each.awaited = {.change = number, .level = *change.levels[each.object], .back_from_start = {}};
        each.owed.push_back(number);
    }
}

void World::flips() {
    auto& change = changes_.back();
    expect(!change.flipped && !change.over, "a change flips once");
    change.flipped = true;
    // A laggard that was told nothing of either of two changes that undo each other is told of neither.
    for (const auto token : present_) {
        auto& each = client(token);
        auto& owed = each.owed;
        const std::size_t begun = each.phase > 0 ? 1 : 0;
        if (!each.awaited && !each.ended && owed.size() >= begun + 2 && owed.back() == changes_.size() - 1) {
            owed.pop_back();
            owed.pop_back();
            catch_up(each);
        }
    }
}

void World::ends() {
    auto& change = changes_.back();
    expect(change.flipped, "a change flips before it ends");
    const auto most =
        dispatch::Change::done_wait + (change.wished ? dispatch::Change::start_wait : 0s) + allowance;
    expect(now_ - change.began <= most, "a change ends in time, whoever hangs");
    expect(now_ - change.hastened.value_or(now_) <= allowance, "a forced change is not kept waiting");
    change.over = true;
    for (const auto token : present_) {
        auto& each = client(token);
        each.lags = each.lags || each.awaited;
        each.awaited.reset();
    }
}

void World::catch_up(Client& client) { client.lags = client.lags && !client.owed.empty(); }

// The wait for START may be up now: whoever is inside has used it up.
void World::lose_patience() {
    if (!door_->change() || changes_.back().flipped || !changes_.back().wished ||
        now_ < changes_.back().began + dispatch::Change::start_wait)
        return;
    for (const auto token : present_)
        if (auto& each = client(token); each.running && !each.in_reason && each.phase == start &&
                                        each.owed.front() == changes_.size() - 1)
            each.lags = true;
}

// While time goes by in a change, somebody is inside a call who has not fallen behind.
void World::expect_somebody_to_wait_for() {
    if (changes_.empty() || changes_.back().over)
        return;
    const auto keeps_it = [&](Token token) {
        const auto& each = client(token);
        return each.running && !each.ended && !each.lags &&
               std::ranges::find(each.owed, changes_.size() - 1) != each.owed.end();
    };
    expect(std::ranges::any_of(present_, keeps_it), "a change waits only for those who keep step");
}

// A call, or the destructor of a sink that `behind` waits for, ends a registration whose call is running: it
// waits for that call, unless that one waits for it.
void World::expect_no_ring(dispatch::Delivery::Farewell farewell, Token awaited, Token caller, Token behind) {
    if (farewell == dispatch::Delivery::Farewell::release)
        return;
    while (awaited != Token::none && awaited != caller && awaited != behind)
        awaited = awaited_by(awaited);
    expect((farewell == dispatch::Delivery::Farewell::at_once) == (awaited != Token::none),
           "who would wait for itself does not wait, and nobody else is spared it");
}

// Nobody has come beyond START before everybody who is awaited has returned from it.
void World::expect_the_barrier(const Change& change) {
    if (!change.flipped || !start_wait_holds(change))
        return;
    for (const auto token : present_)
        if (const auto& each = client(token);
            each.awaited && !each.ended && &changes_[each.awaited->change] == &change)
            expect(each.awaited->returned >= start, "START is a barrier");
}

void World::expect_the_order(unsigned number, std::size_t level, unsigned phase) {
    const auto& change = changes_[number];
    for (const auto token : present_) {
        const auto& each = client(token);
        if (!each.awaited || each.awaited->change != number || each.awaited->level >= level || each.ended)
            continue;
        if (phase == start && start_wait_holds(change))
            expect(each.awaited->returned >= start,
                   "START reaches a level when the one in front has returned from it");
        else
            expect(each.awaited->entered >= phase || lags(each, change),
                   "a phase reaches a level when the one in front has entered it");
    }
}

void World::expect_the_truth() {
    expect(door_->tree().verdict().state == played_.value_or(truth_),
           "what is played stands, and what the servers say where nothing is");
    for (const auto& [node, clients, gone] : objects_) {
        if (gone)
            continue;
        const bool want_online =
            node->wish() == State::online &&
            (node->parent() ? node->parent()->state() == State::online
                            : !door_->tree().asleep() && door_->tree().verdict().state == State::online);
        const auto [may_leave, may_return] = node->capabilities();
        if (node->state() == State::online)
            expect(want_online || !may_leave, "who should be offline is, unless it cannot leave online");
        else
            expect(!want_online || !may_return, "who should be online is, unless it cannot return");
    }
}

bool World::start_wait_holds(const Change& change) const {
    return change.wished && !change.hastened && now_ < change.began + dispatch::Change::start_wait;
}

bool World::lags(const Client& client, const Change& change) const {
    const auto& progress = *client.awaited;
    const auto start_was_up = change.began + dispatch::Change::start_wait;
    const bool used_up_start = change.wished && now_ >= start_was_up &&
                               (!progress.back_from_start || *progress.back_from_start >= start_was_up);
    return progress.slow || used_up_start || (client.running && now_ - client.entered >= nearly_lag_after);
}

} // namespace offline::sim
