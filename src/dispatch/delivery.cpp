#include "dispatch/delivery.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace offline::dispatch {
namespace {

constexpr unsigned start = static_cast<unsigned>(model::Phase::start);
constexpr unsigned done = static_cast<unsigned>(model::Phase::done);

} // namespace

std::shared_ptr<Change> Delivery::begin(ChangePlan plan, base::Instant now) {
    auto change = std::make_shared<Change>(std::move(plan), now);
    for_each_of(*change, [&](Subscriber& subscriber, std::size_t level, const model::Transition& transition) {
        auto& queue = subscriber.queue;
        const bool told_of_a_reason = subscriber.running && queue.size() == 1;
        if (!queue.empty() && !queue.back().change && !told_of_a_reason) {
            queue.pop_back(); // the change brings its own reason
            if (queue.empty())
                catch_up(subscriber);
        }
        if (const auto late = late_at(subscriber); late && now >= *late)
            subscriber.lags = true;
        const bool counts = !subscriber.lags;
        if (counts)
            change->count(level);
        queue.push_back({change, transition, level, start, counts});
    });
    under_way_.push_back(change);
    advance(*change, now);
    return change;
}

void Delivery::hasten(Change& change, base::Instant now) {
    change.hasten(now);
    advance(change, now);
}

void Delivery::reason_moved(ObjectKey object, const model::Transition& transition) {
    const auto found = by_object_.find(object);
    if (found == by_object_.end())
        return;
    for (auto* subscriber : found->second) {
        if (!subscriber->sink->wants_reasons())
            continue;
        auto& queue = subscriber->queue;
        const bool last_still_untold =
            !queue.empty() && !queue.back().change && !(subscriber->running && queue.size() == 1);
        if (last_still_untold) {
            const Reason before = queue.back().transition.old_reason;
            queue.back().transition = transition;
            queue.back().transition.old_reason = before;
        } else {
            queue.push_back({nullptr, transition, 0, done, false});
        }
        make_ready(*subscriber);
    }
}

Token Delivery::subscribe(ObjectKey object, std::unique_ptr<Sink>&& sink, const void* owner) {
    if (last_token_ == std::numeric_limits<std::uint32_t>::max())
        return Token::none;
    const Token token{++last_token_};
    auto& subscriber =
        *(subscribers_[token] = std::make_unique<Subscriber>(Subscriber{
              .token = token, .object = object, .owner = owner, .sink = std::move(sink), .queue = {}}));
    auto& others = by_object_[object];
    subscriber.place = others.size();
    others.push_back(&subscriber);
    for (const auto& change : under_way_)
        if (const auto place = change->place(object); place && !change->flipped()) {
            subscriber.queue.push_back({change, *place->transition, place->level, start, false});
            make_ready(subscriber);
        }
    return token;
}

bool Delivery::owned_by(Token token, const void* owner) const {
    const auto found = subscribers_.find(token);
    return found != subscribers_.end() && found->second->owner == owner;
}

std::vector<Token> Delivery::owned_by(const void* owner, Token after) const {
    std::vector<Token> tokens;
    for (const auto& [token, subscriber] : subscribers_)
        if (subscriber->owner == owner && token > after)
            tokens.push_back(token);
    std::ranges::sort(tokens);
    return tokens;
}

Delivery::Farewell Delivery::unsubscribe(Token token, Token caller, base::Instant now) {
    auto* const subscriber = find(token);
    if (!subscriber->gone) {
        subscriber->gone = true;
        leave_object(*subscriber);
        unqueue(*subscriber);
        discount(*subscriber);
        for (const auto& entry : std::exchange(subscriber->queue, {}))
            if (entry.change)
                advance(*entry.change, now);
        if (!subscriber->running) {
            note_wait(caller, token);
            return Farewell::release;
        }
    }
    if (token == caller || closes_a_ring(token, caller))
        return Farewell::at_once;
    note_wait(caller, token);
    return Farewell::wait;
}

void Delivery::waited(Token caller) { note_wait(caller, Token::none); }

std::optional<Delivery::Call> Delivery::take(base::Instant now) {
    if (ready_.empty())
        return std::nullopt;
    auto* subscriber = ready_.front();
    ready_.pop_front();
    subscriber->queued = false;
    subscriber->running = true;
    subscriber->entered = now;
    running_.push_back(subscriber);

    auto& entry = subscriber->queue.front();
    Call call{subscriber->token, subscriber->sink.get(), {.transition = entry.transition}};
    if (!entry.change) {
        call.notice.kind = Notice::Kind::reason;
        entry.next = done + 1;
        return call;
    }
    call.notice.phase = static_cast<model::Phase>(entry.next);
    const unsigned phase = entry.next++;
    if (entry.counts) {
        const auto change = entry.change;
        change->entered(entry.level, phase);
        advance(*change, now);
    }
    return call;
}

bool Delivery::returned(Token token, base::Instant now) {
    auto& subscriber = *find(token);
    subscriber.running = false;
    std::erase(running_, &subscriber);
    if (subscriber.gone)
        return true;

    auto& entry = subscriber.queue.front();
    const auto change = entry.change;
    const bool counts = entry.counts;
    if (counts)
        change->returned(entry.level, entry.next - 1);
    if (entry.next > done)
        subscriber.queue.pop_front();
    subscriber.lags = subscriber.lags && !subscriber.queue.empty();
    make_ready(subscriber);
    if (counts)
        advance(*change, now);
    return false;
}

std::unique_ptr<Sink> Delivery::take_sink(Token token) { return std::move(find(token)->sink); }

void Delivery::released(Token token) { subscribers_.erase(token); }

void Delivery::tick(base::Instant now) {
    for (auto* subscriber : running_)
        if (const auto limit = lags_at(*subscriber); limit && now >= *limit)
            fall_behind(*subscriber);
    // Every thread hangs, and nobody serves those whose turn it is.
    if (!ready_.empty() && unserved_since(*ready_.front()) <= now - Change::done_wait)
        for (auto* subscriber : ready_)
            if (unserved_since(*subscriber) <= now - Change::done_wait)
                fall_behind(*subscriber);
    const auto changes = under_way_;
    for (const auto& change : changes) {
        if (const auto deadline = change->start_deadline(); deadline && now >= *deadline)
            for_each_of(*change, [&](Subscriber& subscriber, std::size_t level, const model::Transition&) {
                const auto& queue = subscriber.queue;
                const auto entry = std::ranges::find(queue, change, &Entry::change);
                const bool was_let_in = change->level(level).released[start].has_value();
                const bool inside = subscriber.running && entry == queue.begin();
                if (was_let_in && entry != queue.end() && (inside || entry->next == start))
                    fall_behind(subscriber);
            });
        advance(*change, now);
    }
}

std::optional<base::Instant> Delivery::next_deadline() const {
    std::optional<base::Instant> next;
    const auto consider = [&](std::optional<base::Instant> at) {
        if (at && (!next || *at < *next))
            next = at;
    };
    for (const auto& change : under_way_)
        consider(change->start_deadline());
    for (const auto* subscriber : running_)
        consider(lags_at(*subscriber));
    return next;
}

base::Instant Delivery::unserved_since(const Subscriber& subscriber) {
    const auto& entry = subscriber.queue.front();
    return entry.change ? *entry.change->level(entry.level).released[entry.next] : base::Instant::max();
}

Delivery::Subscriber* Delivery::find(Token token) {
    const auto found = subscribers_.find(token);
    return found == subscribers_.end() ? nullptr : found->second.get();
}

void Delivery::note_wait(Token caller, Token awaited) {
    if (auto* subscriber = find(caller))
        subscriber->waits_for = awaited;
}

void Delivery::leave_object(Subscriber& subscriber) {
    const auto found = by_object_.find(subscriber.object);
    auto& others = found->second;
    others[subscriber.place] = others.back();
    others[subscriber.place]->place = subscriber.place;
    others.pop_back();
    if (others.empty())
        by_object_.erase(found);
}

template <class Visit>
void Delivery::for_each_of(const Change& change, Visit visit) {
    for (std::size_t level = 0; level < change.level_count(); ++level)
        for (const auto& changing : change.plan().levels[level])
            if (const auto found = by_object_.find(changing.object); found != by_object_.end())
                for (auto* subscriber : found->second)
                    visit(*subscriber, level, changing.transition);
}

bool Delivery::due(const Subscriber& subscriber) const {
    if (subscriber.running || subscriber.queued || subscriber.queue.empty())
        return false;
    const auto& entry = subscriber.queue.front();
    return !entry.change || entry.change->level(entry.level).released[entry.next].has_value();
}

void Delivery::make_ready(Subscriber& subscriber) {
    if (!due(subscriber))
        return;
    subscriber.queued = true;
    ready_.push_back(&subscriber);
}

void Delivery::unqueue(Subscriber& subscriber) {
    if (std::exchange(subscriber.queued, false))
        std::erase(ready_, &subscriber);
}

// No change waits for this subscriber any more: it left, or it lags.
void Delivery::discount(Subscriber& subscriber) {
    bool inside = subscriber.running;
    for (auto& entry : subscriber.queue) {
        if (std::exchange(entry.counts, false))
            entry.change->discount(entry.level, entry.next, inside);
        inside = false;
    }
}

// Nothing is left to tell it, though it was not called for the last of it.
void Delivery::catch_up(Subscriber& subscriber) {
    subscriber.lags = false;
    unqueue(subscriber);
}

void Delivery::fall_behind(Subscriber& subscriber) {
    subscriber.lags = true;
    discount(subscriber);
}

// Moves a change as far as it can go by now.
void Delivery::advance(Change& change, base::Instant now) {
    if (change.over())
        return;
    bool released = change.release(now);
    if (!change.flipped() && change.start_is_over(now)) {
        change.mark_flipped();
        change.plan().flip();
        leave_out_pairs(change);
        released = change.release(now) || released;
    }
    const auto make_all_ready = [&] {
        for_each_of(change, [&](Subscriber& each, auto, auto&) { make_ready(each); });
    };
    if (released)
        make_all_ready();
    if (!change.flipped() || !change.everybody_is_done())
        return;
    change.mark_over();
    while (change.release(now)) {
    }
    make_all_ready();
    const auto kept = std::ranges::find(under_way_, &change, &std::shared_ptr<Change>::get);
    const auto alive = *kept;
    under_way_.erase(kept);
    alive->plan().ended();
}

// A laggard that was told nothing of either of two changes that undo each other is told of neither.
void Delivery::leave_out_pairs(const Change& flipped) {
    for_each_of(flipped, [&](Subscriber& subscriber, auto, auto&) {
        auto& queue = subscriber.queue;
        if (queue.size() < 2 || queue.back().change.get() != &flipped || queue.back().next != start)
            return;
        const auto& before = queue[queue.size() - 2];
        if (!before.change || before.next != start || before.transition.from != queue.back().transition.to)
            return;
        if (queue.back().counts)
            queue.back().change->discount(queue.back().level, start, false);
        queue.pop_back();
        queue.pop_back();
        if (queue.empty())
            catch_up(subscriber);
    });
}

// When a subscriber inside a call has been due the phase after it for too long.
std::optional<base::Instant> Delivery::late_at(const Subscriber& subscriber) {
    const auto& queue = subscriber.queue;
    if (!subscriber.running || queue.empty())
        return std::nullopt;
    const auto next = queue.front().next > done ? std::next(queue.begin()) : queue.begin();
    if (next == queue.end() || !next->change)
        return std::nullopt;
    const auto& due = next->change->level(next->level).released[next->next];
    return due ? std::optional(std::max(*due, subscriber.entered) + Change::lag_after) : std::nullopt;
}

// When a subscriber inside a call begins to lag; nothing where no change waits for it.
std::optional<base::Instant> Delivery::lags_at(const Subscriber& subscriber) {
    const auto awaiting = std::ranges::find(subscriber.queue, true, &Entry::counts);
    if (awaiting == subscriber.queue.end())
        return std::nullopt;
    if (const auto late = late_at(subscriber); late || awaiting->next <= done)
        return late;
    const auto patient = subscriber.entered + Change::done_wait;
    if (const auto hastened = awaiting->change->hastened())
        return std::min(patient, std::max(*hastened, subscriber.entered) + Change::lag_after);
    return patient;
}

bool Delivery::closes_a_ring(Token awaited, Token caller) {
    if (caller == Token::none)
        return false;
    for (auto* next = find(awaited); next; next = find(next->waits_for)) {
        if (next->token == caller)
            return true;
        if (next->waits_for == Token::none)
            return false;
    }
    return false;
}

} // namespace offline::dispatch
