#include "history/tables.h"

#include <algorithm>
#include <vector>

#include "history/microseconds.h"
#include "model/profile.h"

namespace offline::history {
namespace {

template <class Word>
std::optional<std::string_view> word_of(const std::optional<StateAndReason>& any, Word of) {
    return any ? std::optional(word((*any).*of)) : std::nullopt;
}

} // namespace

Tables::Tables(const Database& database)
    : find_(database, "SELECT id FROM profile WHERE key = ?1"),
      name_(database, "INSERT INTO profile(key, name) VALUES(?1, ?2) RETURNING id"),
      last_(database, "SELECT last_entry FROM counter"),
      count_(database, "UPDATE counter SET last_entry = ?1"),
      add_(database, "INSERT INTO entry VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      add_evidence_(database, "INSERT INTO evidence VALUES(?1, ?2, ?3, ?4)"),
      add_hour_(database, "INSERT INTO hour VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET "
                          "online_us = online_us + excluded.online_us, "
                          "offline_us = offline_us + excluded.offline_us, "
                          "changes = changes + excluded.changes, "
                          "outage_us = max(outage_us, excluded.outage_us)"),
      add_reason_(database, "INSERT INTO hour_reason VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET "
                            "offline_us = offline_us + excluded.offline_us"),
      begin_session_(database, "INSERT INTO session(last_monotonic_us) VALUES(?1) RETURNING id"),
      end_session_(database, "DELETE FROM session WHERE id = ?1"),
      told_(database, "UPDATE session SET last_monotonic_us = max(last_monotonic_us, ?2) WHERE id = ?1"),
      open_(database, "INSERT OR REPLACE INTO watched VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      close_(database, "DELETE FROM watched WHERE session = ?1 AND profile = ?2"),
      left_open_(database,
                 "SELECT profile, time_us, max(0, last_monotonic_us - monotonic_us), state, reason, state_us "
                 "FROM watched JOIN session ON session.id = session WHERE session = ?1") {}

std::int64_t Tables::profile(std::string_view name) {
    const auto key = model::name_key(name);
    if (const auto found = find_.number(std::string_view(key)))
        return *found;
    return name_.number(std::string_view(key), name).value();
}

void Tables::add(const Entry& entry) {
    const auto time = on_disk(entry.time);
    const auto id = last_.number().value() + 1; // RETURNING would make a table of its own for each number
    count_.run(id);
    add_.run(entry.profile, time, id, word(entry.kind), word_of(entry.before, &StateAndReason::state),
             word_of(entry.before, &StateAndReason::reason), std::int64_t(entry.lasted.count()),
             std::int64_t(entry.state_lasted.count()), word_of(entry.after, &StateAndReason::state),
             word_of(entry.after, &StateAndReason::reason), entry.detail);
    if (!entry.evidence.empty())
        add_evidence_.run(entry.profile, time, id, std::string_view(entry.evidence));

    const bool offline = entry.before && entry.before->state == State::offline;
    const std::int64_t lasted = entry.before ? entry.lasted.count() : 0;
    add_hour_.run(entry.profile, hour_of(time), offline ? 0 : lasted, offline ? lasted : 0,
                  std::int64_t{entry.kind == Entry::Kind::change},
                  entry.ends_an_outage() ? std::int64_t(entry.state_lasted.count()) : 0);
    if (offline && lasted != 0)
        add_reason_.run(entry.profile, hour_of(time), word(entry.before->reason), lasted);
}

std::int64_t Tables::begin_session(base::Instant now) { return begin_session_.number(on_disk(now)).value(); }

void Tables::end_session(std::int64_t session) { end_session_.run(session); }

void Tables::told(std::int64_t session, base::Instant at) { told_.run(session, on_disk(at)); }

void Tables::open(std::int64_t session, const OpenStretch& stretch) {
    open_.run(session, stretch.profile, on_disk(stretch.since.wall), on_disk(stretch.since.monotonic),
              word(stretch.standing.state), word(stretch.standing.reason), std::string_view(stretch.detail),
              std::int64_t(stretch.state_lasted.count()));
}

void Tables::bury(std::int64_t session) {
    std::vector<Entry> ends;
    {
        auto left = left_open_.rows(session);
        while (left.next()) {
            const Microseconds lasted(left.number(2));
            ends.push_back({.profile = left.number(0),
                            .time = wall_time(left.number(1)) + lasted,
                            .kind = Entry::Kind::lost,
                            .before = read_state_and_reason(left.text(3), left.text(4)),
                            .lasted = lasted,
                            .state_lasted = Microseconds(left.number(5)) + lasted});
        }
    }
    for (const auto& each : ends) {
        add(each);
        close(session, each.profile);
    }
    end_session(session);
}

} // namespace offline::history
