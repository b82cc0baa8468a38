#include "history/ledger.h"

#include <algorithm>
#include <utility>

#include "history/microseconds.h"
#include "history/testimony.h"
#include "model/profile.h"

namespace offline::history {
namespace {

// On disk lengths are differences of whole moments, so that their sum is that of the whole.
Microseconds between(const Moment& from, const Moment& to) {
    return Microseconds(std::max(on_disk(to.monotonic) - on_disk(from.monotonic), std::int64_t{0}));
}

} // namespace

void Ledger::write(const Page& page, const Record& record) {
    std::visit([&](const auto& one) { write_one(page, one); }, record);
}

void Ledger::skip(const Page& page, const Record& record) {
    forget(record);
    if (const auto* change = std::get_if<Change>(&record)) {
        const auto& [from, to, old_reason, reason, detail] = change->transition;
        turn(page, standing(change->profile),
             {Entry::Kind::lost, change->at, StateAndReason{to, reason}, detail, {}});
    } else {
        write(page, record);
    }
}

// The stretches that a dropped record ended have no known length.
void Ledger::forget(const Record& record) {
    const auto forget_one = [](Standing& standing) {
        standing.asleep = standing.asleep || standing.since;
        standing.since.reset();
        standing.before = {};
    };
    if (const auto* change = std::get_if<Change>(&record))
        forget_one(standing(change->profile));
    else if (const auto* watch = std::get_if<Watch>(&record))
        forget_one(standing(watch->profile));
    else
        for (auto& [key, standing] : standings_)
            forget_one(standing);
}

void Ledger::begin_anew(const Page& page, Moment at) {
    for (auto& [key, standing] : standings_)
        if (std::exchange(standing.since, std::nullopt))
            turn(page, standing, {Entry::Kind::begun, at, standing.now, standing.detail, {}});
}

void Ledger::end(const Page& page, Moment at) {
    for (auto& [key, standing] : standings_)
        if (standing.since)
            turn(page, standing, {Entry::Kind::ended, at, std::nullopt, {}, {}});
    standings_.clear();
}

void Ledger::turn(const Page& page, Standing& standing, Turn turn) {
    const auto profile = page.tables.profile(standing.name);
    Entry entry{.profile = profile,
                .time = turn.at.wall,
                .kind = turn.kind,
                .before = {},
                .after = turn.after,
                .detail = turn.detail,
                .evidence = std::move(turn.evidence)};
    if (standing.since) {
        entry.before = standing.now;
        entry.lasted = between(*standing.since, turn.at);
    }
    entry.state_lasted = standing.before + entry.lasted;
    page.tables.add(entry);

    const bool flipped = turn.after && turn.after->state != standing.now.state;
    standing.before = flipped ? Microseconds::zero() : entry.state_lasted;
    standing.since.reset();
    if (!turn.after)
        return page.tables.close(page.session, profile);
    standing.since = turn.at;
    standing.asleep = false;
    standing.now = *turn.after;
    if (turn.kind != Entry::Kind::wish) // whose detail is the wish
        standing.detail = std::move(turn.detail);
    page.tables.open(page.session, {profile, turn.at, standing.now, standing.detail, standing.before});
}

void Ledger::write_one(const Page& page, const Change& change) {
    const auto& [from, to, old_reason, reason, detail] = change.transition;
    auto& standing = this->standing(change.profile);
    if (standing.now.state != from) // something was lost
        forget(change);
    standing.now.state = from;
    turn(page, standing,
         {from == to ? Entry::Kind::reason : Entry::Kind::change, change.at, StateAndReason{to, reason},
          detail, print_testimony(change.evidence)});
}

void Ledger::write_one(const Page& page, const Wish& wish) {
    auto& standing = this->standing(wish.profile);
    const auto after = standing.since ? std::optional(standing.now) : std::nullopt;
    turn(page, standing, {Entry::Kind::wish, wish.at, after, std::string(word(wish.wish)), {}});
}

void Ledger::write_one(const Page& page, const Sleep& sleep) {
    const auto fall_asleep = [&](Standing& standing, Moment at) {
        turn(page, standing, {Entry::Kind::asleep, at, std::nullopt, {}, {}});
        standing.asleep = true;
    };
    for (auto& [key, standing] : standings_) {
        if (sleep.kind == Sleep::Kind::falls_asleep) {
            if (standing.since)
                fall_asleep(standing, sleep.at);
            continue;
        }
        // Nobody announced it: all that the clock counted since is taken to lie before it.
        if (const auto since = standing.since)
            fall_asleep(standing, {sleep.at.monotonic, since->wall + between(*since, sleep.at)});
        if (std::exchange(standing.asleep, false))
            turn(page, standing, {Entry::Kind::awake, sleep.at, standing.now, standing.detail, {}});
    }
}

void Ledger::write_one(const Page& page, const Watch& watch) {
    auto& standing = this->standing(watch.profile);
    if (watch.kind == Watch::Kind::ends) {
        turn(page, standing, {Entry::Kind::ended, watch.at, std::nullopt, {}, {}});
        standings_.erase(model::name_key(watch.profile));
        return;
    }
    if (standing.since)
        turn(page, standing, {Entry::Kind::ended, watch.at, std::nullopt, {}, {}});
    standing.before = {};
    standing.now.state = watch.standing.state;
    turn(page, standing,
         {Entry::Kind::begun,
          watch.at,
          StateAndReason{watch.standing.state, watch.standing.reason},
          watch.standing.detail,
          {}});
}

Ledger::Standing& Ledger::standing(const std::string& profile) {
    auto& found = standings_[model::name_key(profile)];
    if (found.name.empty())
        found.name = profile;
    return found;
}

} // namespace offline::history
