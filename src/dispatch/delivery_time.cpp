// What time alone brings about in a Delivery.
#include <algorithm>
#include <optional>
#include <vector>

#include "dispatch/delivery.h"

namespace offline::dispatch {
namespace {

base::Instant unserved_since(const Block& block) {
    return *block.change->level(block.level).released[block.phase];
}

base::Instant unserved_since(const Straggler& straggler) {
    const auto& entry = straggler.queue.front();
    return entry.change ? *entry.change->level(entry.level).released[entry.next] : base::Instant::max();
}

base::Instant unserved_since(const Turn& turn) {
    return turn.of == Turn::Of::block ? unserved_since(static_cast<const Block&>(turn))
                                      : unserved_since(static_cast<const Straggler&>(turn));
}

} // namespace

void Delivery::tick(base::Instant now) {
    while (!walks_.empty() && now >= walks_.front().began_ + Walk::patience) {
        auto& walk = walks_.front();
        interrupt(walk, now);
        if (walk.running_ != Token::none)
            scatter(roster_.find(walk.running_).block(), now);
    }
    for (auto& straggler : callers_)
        if (const auto limit = straggler.lags_at(); limit && now >= *limit)
            straggler.fall_behind();
    if (!ready_.empty() && unserved_since(ready_.front()) <= now - Change::done_wait)
        give_up_on_the_unserved(now);
    const auto changes = under_way_;
    for (const auto& change : changes) {
        if (const auto deadline = change->start_deadline(); deadline && now >= *deadline) {
            end_start_wait(*change, now);
            change->end_start();
        }
        advance(*change, now);
    }
}

// Every thread hangs, and nobody serves those whose turn it is.
void Delivery::give_up_on_the_unserved(base::Instant now) {
    const auto unserved = [&](const Turn& turn) { return unserved_since(turn) <= now - Change::done_wait; };
    std::vector<Block*> blocks;
    for (auto& turn : ready_)
        if (turn.of == Turn::Of::block && unserved(turn))
            blocks.push_back(static_cast<Block*>(&turn));
    for (auto* block : blocks)
        scatter(*block, now);
    for (auto& turn : ready_)
        if (turn.of == Turn::Of::straggler && unserved(turn))
            static_cast<Straggler&>(turn).fall_behind();
}

// Those who were let into `START` and have not returned from it lag from now on.
void Delivery::end_start_wait(const Change& change, base::Instant now) {
    std::size_t let_in = 0; // before an interrupted walk lets the others in
    while (let_in < change.level_count() && change.level(let_in).released[start])
        ++let_in;
    for_each_block(change, [&](Block& block, std::size_t level, const model::Transition&) {
        if (level >= let_in)
            return;
        if (block.change.get() == &change && block.phase == start)
            scatter(block, now);
        for_each_straggler(block, [&](Straggler& straggler) {
            const auto& queue = straggler.queue;
            const auto entry =
                std::ranges::find(queue, &change, [](const auto& each) { return each.change.get(); });
            const bool inside = straggler.running && entry == queue.begin();
            if (entry != queue.end() && (inside || entry->next == start))
                straggler.fall_behind();
        });
    });
}

std::optional<base::Instant> Delivery::next_deadline() const {
    std::optional<base::Instant> next;
    const auto consider = [&](std::optional<base::Instant> at) {
        if (at && (!next || *at < *next))
            next = at;
    };
    if (!starting_.empty())
        consider(starting_.front()->start_deadline());
    for (const auto& straggler : callers_)
        consider(straggler.lags_at());
    if (!walks_.empty())
        consider(walks_.front().began_ + Walk::patience);
    return next;
}

} // namespace offline::dispatch
