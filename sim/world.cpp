// What may happen in a world, and how time goes by in it. What must hold is in promises.cpp.
#include "world.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "ear.h"

namespace offline::sim {
namespace {

using namespace std::chrono_literals;
using dispatch::Delivery;
using dispatch::Walk;
using Farewell = Delivery::Farewell;

constexpr int acts = 4;
constexpr std::size_t happenings_an_act = 400;
constexpr std::size_t most_clients = 16;
constexpr std::size_t most_objects = 10;
constexpr std::size_t owners = 3;
constexpr int most_rounds_at_one_instant = 20'000;

} // namespace

World::World(std::uint64_t seed, Ledger& ledger)
    : dice_(seed),
      ledger_(ledger),
      door_(std::make_shared<engine::Doorkeeper>(delivery_, this)),
      network_(dice_, ledger, now_) {
    objects_.push_back({door_->tree().global()});
    for (auto more = dice_.below(6); more > 0; --more)
        add_object();
}

World::~World() = default;

void World::run() {
    for (int act = 0; act < acts && !ledger_.broken(); ++act) {
        chaos(happenings_an_act);
        if (!ledger_.broken())
            calm();
    }
}

void World::chaos(std::size_t happenings) {
    for (std::size_t i = 0; i < happenings && !ledger_.broken(); ++i) {
        happen(Token::none);
        pass(dice_.one_in(10) ? std::chrono::milliseconds(dice_.below(3000))
                              : std::chrono::milliseconds(dice_.below(15)));
    }
}

void World::happen(Token caller) {
    switch (dice_.below(14)) {
    case 0:
    case 1:
    case 2:
        return present_.size() < most_clients ? subscribe() : void();
    case 3:
    case 4:
        if (const auto token = somebody())
            unsubscribe(caller != Token::none && dice_.one_in(3) ? caller : *token, caller);
        return;
    case 5:
        return dice_.one_in(3) ? release_owner(caller) : void();
    case 6:
    case 7:
        return wish();
    case 8:
        return dice_.one_in(2) ? add_object() : abandon_object();
    case 9:
        return sleep(!door_->tree().asleep());
    case 10:
        return play();
    default:
        network_.stir(now_);
        return judge();
    }
}

void World::subscribe() {
    std::size_t object = dice_.below(objects_.size());
    if (objects_[object].gone)
        object = 0;
    const auto owner = dice_.below(owners);
    const bool wants_reasons = dice_.one_in(3);
    const auto& node = objects_[object].node;
    auto sink = std::make_unique<Ear>(wants_reasons);
    const Token token =
        delivery_.subscribe(node.get(), std::move(sink), reinterpret_cast<const void*>(owner + 1));
    auto& client = clients_.emplace_back();
    client.object = object;
    client.owner = owner + 1;
    client.manner = dice_.one_in(2) ? Manner::prompt : static_cast<Manner>(dice_.below(manners));
    client.wants_reasons = wants_reasons;
    client.chain = node->state();
    if (!changes_.empty() && !changes_.back().over && !changes_.back().flipped &&
        changes_.back().levels[object])
        client.owed.push_back(static_cast<unsigned>(changes_.size() - 1));
    ++objects_[object].clients;
    present_.push_back(token);
    ledger_.event(now_, "subscribe", static_cast<std::uint64_t>(token), object);
}

void World::unsubscribe(Token token, Token outer, std::vector<Token> rest) {
    ledger_.event(now_, "unsubscribe", static_cast<std::uint64_t>(token), static_cast<std::uint64_t>(outer));
    client(token).ended = true;
    const auto* const owner = reinterpret_cast<const void*>(client(token).owner);
    const auto farewell = delivery_.unsubscribe(token, owner, outer, now_);
    if (!farewell)
        return expect(client(token).removed, "a registration is known as long as it exists");
    expect_no_ring(*farewell, token, outer, outer);
    if (*farewell == Farewell::wait)
        return waiting_.push_back({outer, Token::none, token, std::move(rest)});
    if (*farewell == Farewell::release && !destroy(token, outer, rest))
        return;
    if (!rest.empty()) {
        const Token next = rest.back();
        rest.pop_back();
        unsubscribe(next, outer, std::move(rest));
    }
}

// The last reference to an object goes: its registrations end one after the other.
void World::release_owner(Token outer) {
    const auto of = somebody();
    if (!of)
        return;
    const auto& one = client(*of);
    auto tokens = delivery_.owned_by(objects_[one.object].node.get(),
                                     reinterpret_cast<const void*>(one.owner), Token::none);
    std::ranges::reverse(tokens);
    const Token first = tokens.back();
    tokens.pop_back();
    unsubscribe(first, outer, std::move(tokens));
}

// The sink is destroyed without the lock: what its destructor does happens in between. False where it waits,
// and whoever destroys it ends `rest` afterwards.
bool World::destroy(Token token, Token outer, const std::vector<Token>& rest) {
    delivery_.slot(token).destroy_sink();
    const auto other = somebody();
    if (other && *other != token && dice_.one_in(4)) {
        ledger_.event(now_, "unsubscribe", static_cast<std::uint64_t>(*other),
                      static_cast<std::uint64_t>(token));
        client(*other).ended = true;
        const auto* const owner = reinterpret_cast<const void*>(client(*other).owner);
        const auto farewell = delivery_.unsubscribe(*other, owner, token, now_);
        if (farewell)
            expect_no_ring(*farewell, *other, token, outer);
        if (farewell == Farewell::wait)
            return waiting_.push_back({outer, token, *other, rest}), false;
        if (farewell == Farewell::release) {
            delivery_.slot(*other).destroy_sink();
            remove(*other);
            delivery_.waited(token);
        }
    }
    remove(token);
    delivery_.waited(outer);
    return true;
}

void World::remove(Token token) {
    delivery_.released(token);
    client(token).removed = true;
    --objects_[client(token).object].clients;
    std::erase(present_, token);
}

void World::wish() {
    const auto index = dice_.below(objects_.size());
    auto& object = *objects_[index].node;
    if (objects_[index].gone)
        return;
    const bool under_way = door_->change() != nullptr;
    const auto state = dice_.one_in(3) ? State::offline : State::online;
    const auto before = object.state();
    ledger_.event(now_, "wish", index, static_cast<std::uint64_t>(state));
    const auto accepted = door_->wish(object, state, now_);
    const auto [offline, online] = object.capabilities();
    if (under_way)
        expect(!accepted && accepted.error().code == base::Code::pending,
               "a wish during a change is told to wait");
    else if (before != state && !(state == State::offline ? offline : online))
        expect(!accepted && accepted.error().code == base::Code::no_support,
               "capabilities bound what may be wished");
    else
        expect(static_cast<bool>(accepted), "a wish in calm is accepted");
    if (accepted && accepted->held_back)
        network_.look_again(now_);
    judge();
}

void World::add_object() {
    if (objects_.size() == most_objects)
        return;
    auto above = dice_.below(objects_.size());
    if (objects_[above].gone)
        above = 0;
    const tree::Capabilities can{.offline = !dice_.one_in(5), .online = !dice_.one_in(8)};
    ledger_.event(now_, "add", objects_.size(), above);
    objects_.push_back({door_->tree().add(objects_[above].node, can)});
    for (auto& change : changes_)
        change.levels.resize(objects_.size());
}

void World::abandon_object() {
    const auto index = dice_.below(objects_.size());
    if (index == 0 || objects_[index].gone || objects_[index].clients > 0 || door_->change())
        return;
    ledger_.event(now_, "abandon", index);
    objects_[index].gone = true;
    door_->tree().abandon(objects_[index].node);
}

// The machine goes to sleep, or is awake again.
void World::sleep(bool announced) {
    ledger_.event(now_, "sleep", announced ? 1 : 0);
    ++sleeps_;
    come_up(announced != door_->tree().asleep(),
            [&] { door_->sleep(announced, now_, [this] { ++sleeps_told_; }); });
    judge();
}

// Somebody plays, says something else, or has played enough.
void World::play() {
    played_ = played_ && dice_.one_in(2) ? std::nullopt
                                         : std::optional(dice_.one_in(2) ? State::online : State::offline);
    ledger_.event(now_, "play", played_ ? static_cast<std::uint64_t>(*played_) : 0);
    ++plays_;
    std::optional<model::Verdict> verdict;
    if (played_)
        verdict = model::Verdict{.state = *played_,
                                 .reason = *played_ == State::online ? Reason::ok : Reason::refused};
    come_up(played_.value_or(truth_) != door_->tree().verdict().state,
            [&] { door_->play(std::move(verdict), now_, [this] { ++plays_told_; }); });
    judge();
}

// What is put in may have to follow a change under way, which is then not to be kept waiting.
template <class PutIn>
void World::come_up(bool turned, PutIn put_in) {
    const auto under_way = door_->change();
    const bool flipped = under_way && under_way->flipped();
    put_in();
    const bool waits_behind =
        under_way && under_way == door_->change() && (flipped ? door_->tree().plan().has_value() : turned);
    if (waits_behind && !changes_.back().hastened)
        changes_.back().hastened = now_;
}

void World::judge() {
    if (auto verdict = network_.judge(now_)) {
        truth_ = verdict->state;
        if (played_)
            door_->verdict(std::move(*verdict), now_);
        else
            come_up(truth_ != door_->tree().verdict().state,
                    [&] { door_->verdict(std::move(*verdict), now_); });
    }
    if (const auto& change = door_->change(); change && (alive_.empty() || alive_.back().lock() != change))
        alive_.push_back(change);
}

void World::pass(std::chrono::nanoseconds time) {
    const Instant end = now_ + time;
    for (int rounds = 0; !ledger_.broken(); ++rounds) {
        expect(rounds < most_rounds_at_one_instant, "there is progress");
        drain();
        if (ledger_.broken())
            return;
        if (stop_waiting() || leave_somebody())
            continue;
        Instant next = std::min(end, network_.next_event());
        if (next <= now_ && now_ < end) {
            judge();
            continue;
        }
        if (const auto deadline = delivery_.next_deadline()) {
            if (*deadline <= now_) {
                lose_patience();
                delivery_.tick(now_);
                const auto after = delivery_.next_deadline();
                expect(!after || *after > now_, "a deadline that is over moves something");
                continue;
            }
            next = std::min(next, *deadline);
        }
        for (const auto token : present_)
            if (const auto& each = client(token); each.running && !waits(token))
                next = std::min(next, each.until);
        if (now_ == end)
            return;
        expect_somebody_to_wait_for();
        now_ = next;
        rounds = 0;
    }
}

void World::drain() {
    for (auto walk = std::make_unique<Walk>(); delivery_.take(*walk, now_); walk = std::make_unique<Walk>())
        go_on(std::move(walk), Token::none);
}

// A worker makes calls that return at once, until it stays in one. `latest` is whose call it comes from.
void World::go_on(std::unique_ptr<Walk> walk, Token latest) {
    while (walk->next() || walk->owes_a_call()) {
        latest = enter(*walk);
        if (ledger_.broken())
            return;
        if (client(latest).until > now_ || waits(latest) || dice_.one_in(4)) {
            if (dice_.one_in(4))
                delivery_.interrupt(*walk, now_);
            client(latest).walk = std::move(walk);
            return;
        }
        left(latest);
    }
    const auto ended = delivery_.returned(*walk, now_);
    const bool expected = latest != Token::none && client(latest).ended && !client(latest).removed;
    expect(ended == (expected ? std::optional(latest) : std::nullopt),
           "the end of its last call releases a registration");
    if (ended)
        destroy(*ended, Token::none);
}

bool World::leave_somebody() {
    for (const auto token : present_)
        if (auto& each = client(token); each.running && each.until <= now_ && !waits(token)) {
            left(token);
            go_on(std::move(each.walk), token);
            return true;
        }
    return false;
}

bool World::stop_waiting() {
    const auto free =
        std::ranges::find_if(waiting_, [&](const Waiting& each) { return !delivery_.known(each.awaited); });
    if (free == waiting_.end())
        return false;
    auto waiting = std::move(*free);
    waiting_.erase(free);
    if (waiting.releasing != Token::none) {
        delivery_.waited(waiting.releasing);
        remove(waiting.releasing);
    }
    delivery_.waited(waiting.outer);
    if (!waiting.rest.empty()) {
        const Token next = waiting.rest.back();
        waiting.rest.pop_back();
        unsubscribe(next, waiting.outer, std::move(waiting.rest));
    }
    return true;
}

bool World::waits(Token token) const {
    return std::ranges::find(waiting_, token, &Waiting::outer) != waiting_.end();
}

World::Token World::awaited_by(Token token) const {
    for (const auto& [outer, releasing, awaited, rest] : waiting_) {
        if (releasing == token || (outer == token && releasing == Token::none))
            return awaited;
        if (outer == token)
            return releasing;
    }
    return Token::none;
}

std::chrono::nanoseconds World::stay(const Client& client) {
    if (calm_)
        return 0s;
    switch (client.manner) {
    case Manner::dawdling:
        return std::chrono::milliseconds(1 + dice_.below(30));
    case Manner::sleeping:
        return 1s;
    case Manner::hanging:
        return 1h;
    default:
        return 0s;
    }
}

std::optional<World::Token> World::somebody() {
    if (present_.empty())
        return std::nullopt;
    return present_[dice_.below(present_.size())];
}

} // namespace offline::sim
