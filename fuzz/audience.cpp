#include "fuzz/audience.h"

#include <algorithm>
#include <string>
#include <utility>

#include "fuzz/demand.h"

namespace offline::fuzz {
namespace {

using namespace std::chrono_literals;
using dispatch::Delivery;
using dispatch::Inside;
using dispatch::Notice;

constexpr unsigned start = 1, done = 3;
constexpr std::size_t most_listeners = 200; // several blocks of them
constexpr std::size_t every_call = 1000;
constexpr std::chrono::milliseconds spells[] = {0ms, 1ms, 5ms, 9ms, 10ms, 11ms, 100ms, 1900ms, 2000ms, 10s};

State other(State state) { return state == State::online ? State::offline : State::online; }

class Ear : public dispatch::Sink {
public:
    Ear(Audience& audience, bool wants_reasons) : audience_(audience), wants_reasons_(wants_reasons) {}

    void deliver(const Notice& notice) override { audience_.hear(Inside::whom(), notice); }

    bool wants_reasons() const noexcept override { return wants_reasons_; }

private:
    Audience& audience_;
    const bool wants_reasons_;
};

template <class Map>
auto some(Map& map, Bytes& input) {
    return map.empty() ? map.end()
                       : std::next(map.begin(), static_cast<std::ptrdiff_t>(input.byte() % map.size()));
}

} // namespace

void Audience::play(Bytes input) {
    while (!input.empty()) {
        act(input);
        stop_waiting();
    }
    come_to_rest();
}

void Audience::act(Bytes& input) {
    switch (input.below(11)) {
    case 0:
    case 1:
        return subscribe(input);
    case 2:
        return unsubscribe(input);
    case 3:
        return begin(input);
    case 4:
        return hasten();
    case 5:
        return move_reason(input);
    case 6:
        return interrupt(input);
    case 7:
    case 8:
        return enter(input);
    case 9:
        return leave(input);
    default:
        return pass(now_ + spells[input.below(std::size(spells))]);
    }
}

void Audience::subscribe(Bytes& input) {
    const auto how = input.byte();
    const Place place = how % objects_.size();
    const bool wants_reasons = (how & 0x10) != 0;
    for (int crowd = (how & 0x20) != 0 ? 40 : 1; crowd > 0 && listeners_.size() < most_listeners; --crowd) {
        const auto token = delivery_.subscribe(&objects_[place], std::make_unique<Ear>(*this, wants_reasons));
        demand(token != Token::none && !listeners_.contains(token), "a token is new");
        listeners_[token] = {.place = place, .wants_reasons = wants_reasons, .chain = states_[place]};
    }
}

void Audience::unsubscribe(Bytes& input) {
    const auto found = some(listeners_, input);
    if (found == listeners_.end())
        return;
    const auto token = found->first;
    const auto from = input.flag() ? some(calls_, input) : calls_.end();
    const auto caller = from == calls_.end() || waits(from->first) ? Token::none : from->first;
    found->second.ended = true;
    for (auto& change : changes_)
        change.awaited.erase(token);
    const auto farewell = delivery_.unsubscribe(token, nullptr, caller, now_);
    demand(farewell.has_value(), "who is registered can end it");
    switch (*farewell) {
    case Delivery::Farewell::release:
        demand(!calls_.contains(token), "nobody is released inside a call");
        destroy(token);
        return delivery_.waited(caller);
    case Delivery::Farewell::wait:
        return waiting_.push_back({caller, token});
    case Delivery::Farewell::at_once:
        demand(caller != Token::none, "who is in no call waits for the last one");
    }
}

void Audience::destroy(Token token) {
    demand(delivery_.slot(token).destroy_sink(), "a sink is given back once");
    delivery_.released(token);
    demand(!delivery_.known(token), "who was released is known no more");
    listeners_.erase(token);
}

void Audience::begin(Bytes& input) {
    const auto how = input.byte();
    if (under_way_)
        return;
    Change change{.wished = (how & 1) != 0, .to = (how & 2) != 0 ? State::offline : State::online};
    for (Place place = 0; place < objects_.size(); ++place)
        if ((how & (4U << place)) != 0 && states_[place] != change.to)
            change.places.insert(place);
    reverses_ = (how & 0x20) != 0;
    if (!change.places.empty())
        begin(std::move(change), (how & 0x40) != 0);
}

void Audience::begin(Change change, bool on_one_level) {
    change.began = now_;
    const auto number = changes_.size();
    dispatch::ChangePlan plan{
        .wished = change.wished, .flip = [this](auto) { flip(); }, .ended = [this](auto) { ended(); }};
    for (const auto place : change.places) {
        if (plan.levels.empty() || !on_one_level)
            plan.levels.emplace_back();
        plan.levels.back().push_back(
            {&objects_[place],
             {.from = other(change.to), .to = change.to, .detail = std::to_string(number)}});
    }
    if (change.to == State::online)
        std::ranges::reverse(plan.levels);
    for (const auto& [token, listener] : listeners_) {
        const bool in_step = listener.phase == 0 && !listener.inside && !listener.ended;
        if (in_step && listener.chain == other(change.to) && change.places.contains(listener.place))
            change.awaited.insert(token);
    }
    changes_.push_back(std::move(change));
    under_way_ = true;
    auto begun = delivery_.begin(std::move(plan), now_);
    if (!begun->over())
        change_ = std::move(begun);
}

void Audience::flip() {
    auto& change = latest();
    demand(under_way_ && !change.flipped, "a change flips once");
    const bool start_is_waited_for =
        change.wished && !change.hastened && now_ < change.began + dispatch::Change::start_wait;
    demand(!start_is_waited_for || change.awaited.empty(), "a wished change waits for START");
    change.flipped = true;
    for (const auto place : change.places)
        states_[place] = change.to;
}

void Audience::ended() {
    demand(under_way_ && latest().flipped, "a change ends once, when it has flipped");
    under_way_ = false;
    if (std::exchange(reverses_, false))
        begin(Change{.to = other(latest().to), .places = latest().places}, false);
}

void Audience::hasten() {
    if (!under_way_ || !change_ || change_->over())
        return;
    latest().hastened = true;
    const auto change = change_;
    delivery_.hasten(*change, now_);
}

void Audience::move_reason(Bytes& input) {
    const Place place = input.below(objects_.size());
    if (!under_way_)
        delivery_.reason_moved(&objects_[place], {.from = states_[place], .to = states_[place]}, now_);
}

void Audience::interrupt(Bytes& input) {
    if (const auto found = some(calls_, input); found != calls_.end())
        delivery_.interrupt(*found->second, now_);
}

// A thread takes a walk and makes its calls: so many return at once, and the next one lasts.
void Audience::enter(Bytes& input) {
    const auto how = input.byte();
    auto walk = std::make_unique<Walk>();
    const bool ready = delivery_.anything_ready();
    demand(delivery_.take(*walk, now_) == ready, "what is ready can be taken");
    if (ready)
        call(std::move(walk), Token::none, (how & 0x80) != 0 ? every_call : how);
}

void Audience::leave(Bytes& input) {
    const auto how = input.byte();
    const auto found = some(calls_, input);
    if (found == calls_.end() || waits(found->first))
        return;
    const auto token = found->first;
    auto walk = std::move(found->second);
    calls_.erase(found);
    left(token);
    call(std::move(walk), token, (how & 0x80) != 0 ? every_call : how);
}

void Audience::call(std::unique_ptr<Walk> walk, Token latest, std::size_t returning) {
    while (walk->next() || walk->owes_a_call()) {
        {
            const Inside inside(*walk);
            latest = Inside::whom();
            walk->call();
        }
        if (returning-- == 0) {
            calls_[latest] = std::move(walk);
            return;
        }
        left(latest);
    }
    const bool last_call = latest != Token::none && listeners_.at(latest).ended;
    const auto over = delivery_.returned(*walk, now_);
    demand(over == (last_call ? std::optional(latest) : std::nullopt), "the end of the last call releases");
    if (over)
        destroy(*over);
}

void Audience::hear(Token token, const Notice& notice) {
    const auto found = listeners_.find(token);
    demand(found != listeners_.end() && !found->second.ended, "nobody is called who was unsubscribed");
    auto& listener = found->second;
    demand(!std::exchange(listener.inside, true), "a registration is in one call at a time");
    const auto& told = notice.transition;
    if (notice.kind == Notice::Kind::reason) {
        demand(listener.wants_reasons && listener.phase == 0, "a reason is told to who wants it");
        demand(told.from == told.to && told.to == listener.chain, "a reason is of the state that was told");
        return;
    }
    const std::size_t number = std::stoul(told.detail);
    const auto& change = changes_.at(number);
    demand(change.places.contains(listener.place), "who is told of a change has a part in it");
    demand(static_cast<unsigned>(notice.phase) == listener.phase + 1, "no phase is left out");
    listener.phase = static_cast<unsigned>(notice.phase);
    if (listener.phase == start)
        demand(told.from == listener.chain, "a change begins where the last one ended");
    else
        demand(change.flipped && listener.change == number, "the states have flipped after START");
    listener.change = number;
    if (listener.phase == done)
        listener.chain = told.to;
}

void Audience::left(Token token) {
    auto& listener = listeners_.at(token);
    listener.inside = false;
    if (listener.phase == start)
        changes_[listener.change].awaited.erase(token);
    if (listener.phase == done)
        listener.phase = 0;
}

void Audience::pass(base::Instant until) {
    for (int deadlines = 0;; ++deadlines) {
        const auto next = delivery_.next_deadline();
        if (!next || *next > until)
            break;
        demand(deadlines < 10'000, "a deadline that is over moves something");
        now_ = std::max(now_, *next);
        delivery_.tick(now_);
    }
    now_ = until;
    delivery_.tick(now_);
}

void Audience::stop_waiting() {
    for (auto each = waiting_.begin(); each != waiting_.end();)
        if (delivery_.known(each->awaited)) {
            ++each;
        } else {
            delivery_.waited(each->caller);
            each = waiting_.erase(each);
        }
}

bool Audience::waits(Token caller) const {
    return std::ranges::count(waiting_, caller, &Waiting::caller) > 0;
}

// Everybody returns from every call and nothing new happens: all must be told, at rest and up to date.
void Audience::come_to_rest() {
    for (int rounds = 0; !calls_.empty() || delivery_.anything_ready() || delivery_.next_deadline();
         ++rounds) {
        demand(rounds < 10'000, "all come to rest");
        stop_waiting();
        const auto free = std::ranges::find_if(calls_, [&](const auto& each) { return !waits(each.first); });
        demand(free != calls_.end() || calls_.empty(), "nobody waits for who waits for him");
        if (free != calls_.end()) {
            const auto token = free->first;
            auto walk = std::move(free->second);
            calls_.erase(free);
            left(token);
            call(std::move(walk), token, every_call);
        } else if (auto walk = std::make_unique<Walk>(); delivery_.take(*walk, now_)) {
            call(std::move(walk), Token::none, every_call);
        } else {
            pass(*delivery_.next_deadline());
        }
    }
    stop_waiting();
    demand(!under_way_ && waiting_.empty() && delivery_.running() == 0, "every change and every wait ends");
    for (const auto& [token, listener] : listeners_)
        demand(listener.phase == 0 && listener.chain == states_[listener.place],
               "the last DONE is the state");
}

} // namespace offline::fuzz
