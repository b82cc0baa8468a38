#include "history/questions.h"

#include <algorithm>
#include <map>
#include <utility>

#include "history/lifeline.h"
#include "history/testimony.h"

namespace offline::history {
namespace {

std::optional<State> read_state(std::string_view word_on_disk) {
    if (word_on_disk.empty())
        return std::nullopt;
    return read_state_and_reason(word_on_disk, {}).state;
}

// So early that nothing is clipped, and that lengths can still be counted from it.
constexpr std::int64_t before_all = INT64_MIN / 4;

State other(State state) { return state == State::online ? State::offline : State::online; }

/// What counts of a length that ended at `end`: not what lies before `since`.
Microseconds since_then(std::int64_t since, std::int64_t end, Microseconds length) {
    return std::clamp(Microseconds(end - since), Microseconds::zero(),
                      std::max(length, Microseconds::zero()));
}

} // namespace

std::string Questions::name(std::int64_t profile) {
    Statement statement(database_, "SELECT name FROM profile WHERE id = ?1");
    auto rows = statement.rows(profile);
    return rows.next() ? std::string(rows.text(0)) : std::string();
}

std::vector<PastChange> Questions::changes(std::int64_t profile, std::int64_t since,
                                           std::optional<std::uint64_t> limit) {
    // All of them in the order in which they lie on disk, which is read ahead; of the latest, those alone.
    constexpr std::string_view all = "SELECT id, time_us, new, reason, detail, state_us FROM entry "
                                     "WHERE profile = ?1 AND time_us >= ?2 AND kind = 'change' ORDER BY ";
    Statement statement(database_, std::string(all) +
                                       (limit ? "time_us DESC, id DESC LIMIT ?3" : "time_us, id LIMIT -?3"));
    const auto most = std::int64_t(std::min<std::uint64_t>(limit.value_or(1), INT64_MAX));
    std::vector<PastChange> found;
    for (auto rows = statement.rows(profile, since, most); rows.next();) {
        const auto to = read_state_and_reason(rows.text(2), rows.text(3));
        found.push_back({rows.number(0), other(to.state), to.state, to.reason, std::string(rows.text(4)),
                         wall_time(rows.number(1)), Microseconds(rows.number(5))});
    }
    // Before and after the wall clock was set back they lie in another order than they came.
    if (!std::ranges::is_sorted(found, {}, &PastChange::number))
        std::ranges::sort(found, {}, &PastChange::number);
    return found;
}

std::optional<Questions::Last> Questions::last(std::int64_t profile, Moment now) {
    Statement statement(database_, "SELECT session, time_us, monotonic_us, state, reason, state_us, "
                                   "last_monotonic_us FROM watched JOIN session ON session.id = session "
                                   "WHERE profile = ?1 ORDER BY time_us");
    auto rows = statement.rows(profile);
    std::optional<Last> found;
    bool found_alive = false;
    while (rows.next()) {
        const bool alive = Lifeline::held(file_, rows.number(0));
        if (found_alive && !alive)
            continue;
        const auto until = alive ? on_disk(now.monotonic) : rows.number(6);
        const Microseconds lasted(std::max(until - rows.number(2), std::int64_t{0}));
        found = Last{rows.number(1), alive ? on_disk(now.wall) : rows.number(1) + lasted.count(),
                     read_state_and_reason(rows.text(3), rows.text(4)), lasted,
                     Microseconds(rows.number(5)) + lasted};
        found_alive = alive;
    }
    return found;
}

std::int64_t Questions::beginning(std::int64_t profile, Moment now) {
    const auto first = Statement(database_, "SELECT time_us - lasted_us FROM entry WHERE profile = ?1 "
                                            "ORDER BY time_us, id LIMIT 1")
                           .number(profile);
    return first.value_or(on_disk(now.wall));
}

// One by one up to the end of the hour in which the first stretch since then ended, in sums from there on.
void Questions::add_ended(std::int64_t profile, std::int64_t since, Summary& sum,
                          std::map<Reason, Microseconds>& reasons) {
    const auto first =
        Statement(database_, "SELECT min(time_us) FROM entry WHERE profile = ?1 AND time_us >= ?2")
            .number(profile, since);
    if (!first)
        return;
    const auto hour = hour_of(*first);
    {
        Statement one_by_one(database_, "SELECT time_us, lasted_us, old, old_reason, kind FROM entry "
                                        "WHERE profile = ?1 AND time_us >= ?2 AND time_us < ?3");
        auto rows = one_by_one.rows(profile, since, (hour + 1) * microseconds_an_hour);
        while (rows.next()) {
            if (rows.text(4) == word(Entry::Kind::change))
                ++sum.changes;
            if (rows.null(2))
                continue;
            const auto standing = read_state_and_reason(rows.text(2), rows.text(3));
            const auto lasted = since_then(since, rows.number(0), Microseconds(rows.number(1)));
            (standing.state == State::online ? sum.online : sum.offline) += lasted;
            if (standing.state == State::offline)
                reasons[standing.reason] += lasted;
        }
    }
    Statement sums(database_, "SELECT sum(online_us), sum(offline_us), sum(changes) FROM hour "
                              "WHERE profile = ?1 AND hour > ?2");
    auto all = sums.rows(profile, hour);
    all.next();
    sum.online += Microseconds(all.number(0));
    sum.offline += Microseconds(all.number(1));
    sum.changes += static_cast<std::uint64_t>(all.number(2));
    Statement shares(database_, "SELECT reason, sum(offline_us) FROM hour_reason "
                                "WHERE profile = ?1 AND hour > ?2 GROUP BY reason");
    for (auto rows = shares.rows(profile, hour); rows.next();)
        reasons[reason_of(rows.text(0)).value_or(Reason::unknown)] += Microseconds(rows.number(1));
}

// Only the first to end since then can have begun before: one by one up to the end of its hour.
Microseconds Questions::longest_outage(std::int64_t profile, std::int64_t since) {
    constexpr std::string_view ends_one =
        "old = 'offline' AND (kind IN ('ended', 'lost') OR kind = 'change' AND new = 'online')";
    const auto first =
        Statement(database_, "SELECT time_us FROM entry WHERE profile = ?1 AND time_us >= ?2 AND " +
                                 std::string(ends_one) + " ORDER BY time_us LIMIT 1")
            .number(profile, since);
    if (!first)
        return {};
    const auto hour = hour_of(*first);
    Microseconds longest{};
    Statement one_by_one(database_,
                         "SELECT time_us, state_us FROM entry WHERE profile = ?1 AND time_us >= ?2 AND "
                         "time_us < ?3 AND " +
                             std::string(ends_one));
    for (auto rows = one_by_one.rows(profile, *first, (hour + 1) * microseconds_an_hour); rows.next();)
        longest = std::max(longest, since_then(since, rows.number(0), Microseconds(rows.number(1))));
    const auto later =
        Statement(database_, "SELECT max(outage_us) FROM hour WHERE profile = ?1 AND hour > ?2")
            .number(profile, hour);
    return std::max(longest, Microseconds(later.value_or(0)));
}

Summary Questions::summary(std::int64_t profile, std::optional<std::int64_t> asked, Moment now) {
    const auto since = asked.value_or(before_all);
    Summary sum{.since = wall_time(asked ? *asked : beginning(profile, now)),
                .longest_outage = longest_outage(profile, since)};
    std::map<Reason, Microseconds> reasons;
    add_ended(profile, since, sum, reasons);
    if (const auto open = last(profile, now)) {
        const auto lasted = since_then(since, open->to, open->lasted);
        if (open->standing.state == State::online) {
            sum.online += lasted;
        } else {
            sum.offline += lasted;
            reasons[open->standing.reason] += lasted;
            sum.longest_outage =
                std::max(sum.longest_outage, since_then(since, open->to, open->state_lasted));
        }
    }
    for (const auto& [reason, offline] : reasons)
        if (offline > Microseconds::zero())
            sum.reasons.push_back({reason, offline});
    std::ranges::stable_sort(sum.reasons, std::ranges::greater{}, &Summary::Share::offline);
    return sum;
}

std::vector<Stretch> Questions::stretches(std::int64_t profile, std::int64_t since, Moment now) {
    std::vector<Stretch> all;
    auto end = since;
    const auto add = [&](std::int64_t to, std::optional<State> state) {
        if (to <= end)
            return;
        all.push_back({wall_time(end), wall_time(to), state});
        end = to;
    };
    Statement statement(database_, "SELECT time_us, old FROM entry WHERE profile = ?1 AND time_us >= ?2 "
                                   "ORDER BY time_us, id");
    auto rows = statement.rows(profile, since);
    while (rows.next())
        add(rows.number(0), read_state(rows.text(1)));
    if (const auto open = last(profile, now))
        add(open->to, open->standing.state);
    add(on_disk(now.wall), std::nullopt);
    return all;
}

std::vector<Witness> Questions::evidence(std::int64_t profile, std::int64_t time) {
    Statement statement(database_, "SELECT lines FROM evidence WHERE profile = ?1 AND time_us = ?2");
    auto rows = statement.rows(profile, time);
    return rows.next() ? read_testimony(rows.text(0)) : std::vector<Witness>();
}

} // namespace offline::history
