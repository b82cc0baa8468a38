#include <random>

#include "history/life.h"

namespace offline::history {
namespace {

using std::chrono::microseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class Figures : public Life {};

TEST_F(Figures, AddUpWhatWasWatched) {
    write(begins(at(0s)), goes_offline(at(30s)), comes_online(at(40s)));
    const auto sum = summary(at(60s));
    EXPECT_EQ(sum.since, at(0s).wall);
    EXPECT_EQ(sum.online, 50s);
    EXPECT_EQ(sum.offline, 10s);
    EXPECT_EQ(sum.changes, 2U);
    EXPECT_EQ(sum.longest_outage, 10s);
    EXPECT_DOUBLE_EQ(sum.availability(), 50.0 / 60.0);
}

TEST_F(Figures, ClipTheStateThatLastedAcrossTheMomentAskedFor) {
    write(begins(at(0s)), goes_offline(at(30s)), comes_online(at(90s)));
    const auto sum = summary(at(100s), at(80s).wall);
    EXPECT_EQ(sum.online, 10s);
    EXPECT_EQ(sum.offline, 10s);
    EXPECT_EQ(sum.changes, 1U);
    EXPECT_EQ(sum.longest_outage, 10s);
    EXPECT_EQ(changes(at(80s).wall)[0].lasted, 60s) << "what a change says of itself is whole";
}

TEST_F(Figures, ClipTheStateThatHasNotEnded) {
    write(begins(at(0s)), goes_offline(at(30s)));
    const auto sum = summary(at(100s), at(80s).wall);
    EXPECT_EQ(sum.online, 0s);
    EXPECT_EQ(sum.offline, 20s);
    EXPECT_EQ(sum.longest_outage, 20s);
}

TEST_F(Figures, ClipAnOutageThatBeganHoursBeforeAndWhoseReasonMoved) {
    write(begins(at(0s)), goes_offline(at(1h)), offline_for(Reason::no_route, at(3h)), comes_online(at(5h)),
          goes_offline(at(6h)), comes_online(at(6h + 30min)));
    const auto sum = summary(at(7h), at(2h).wall);
    EXPECT_EQ(sum.longest_outage, 3h);
    EXPECT_EQ(summary(at(7h), at(4h + 50min).wall).longest_outage, 30min);
    EXPECT_EQ(summary(at(7h)).longest_outage, 4h);
    ASSERT_EQ(sum.reasons.size(), 2U);
    EXPECT_EQ(sum.reasons[0].reason, Reason::no_route);
    EXPECT_EQ(sum.reasons[0].offline, 2h);
    EXPECT_EQ(sum.reasons[1].reason, Reason::refused);
    EXPECT_EQ(sum.reasons[1].offline, 1h + 30min);
}

TEST_F(Figures, OfNothingWatchedSpeakAgainstNothing) {
    write(begins(at(0s)), ends(at(1h)));
    const auto sum = summary(at(3h), at(2h).wall);
    EXPECT_EQ(sum.online + sum.offline, 0s);
    EXPECT_DOUBLE_EQ(sum.availability(), 1.0);
    EXPECT_THAT(sum.reasons, IsEmpty());
    EXPECT_EQ(reader().summary("Play", {}, at(3h)).value(), std::nullopt);
}

TEST_F(Figures, LeaveOutTheTimeInWhichNobodyWatched) {
    write(begins(at(0s)), ends(at(10s)), begins(at(1000s), State::offline, Reason::refused),
          comes_online(at(1005s)), ends(at(1010s)));
    const auto sum = summary(at(2000s));
    EXPECT_EQ(sum.online, 15s);
    EXPECT_EQ(sum.offline, 5s);
}

TEST_F(Figures, LeaveOutASleepThatWasAnnounced) {
    const Moment woke{at(20s).monotonic, at(8h).wall};
    write(begins(at(0s)), goes_offline(at(9s), Reason::suspended),
          Sleep{.kind = Sleep::Kind::falls_asleep, .at = at(10s)},
          Sleep{.kind = Sleep::Kind::wakes, .at = woke}, comes_online({woke.monotonic + 2s, woke.wall + 2s}));
    const auto sum = summary({woke.monotonic + 5s, woke.wall + 5s});
    EXPECT_EQ(sum.online, 12s);
    EXPECT_EQ(sum.offline, 3s);
    EXPECT_EQ(changes()[1].lasted, 3s) << "awake";
}

TEST_F(Figures, LeaveOutASleepThatNobodyAnnounced) {
    const Moment woke{at(20s).monotonic, at(8h).wall};
    write(begins(at(0s)), Sleep{.kind = Sleep::Kind::wakes, .at = woke});
    EXPECT_EQ(summary({woke.monotonic + 5s, woke.wall + 5s}).online, 25s);
    const auto line = reader().stretches("Work", {}, {woke.monotonic + 5s, woke.wall + 5s}).value();
    ASSERT_EQ(line.size(), 3U);
    EXPECT_EQ(line[0].to, at(20s).wall);
    EXPECT_EQ(line[1].state, std::nullopt);
    EXPECT_EQ(line[1].to, woke.wall);
    EXPECT_EQ(line[2].state, State::online);
}

TEST_F(Figures, ShowTheTimeAsStretchesWithoutAGap) {
    write(begins(at(10s)), goes_offline(at(20s)), comes_online(at(30s)), ends(at(40s)));
    const auto line = reader().stretches("Work", at(0s).wall, at(60s)).value();
    std::vector<std::optional<State>> states;
    auto end = at(0s).wall;
    for (const auto& each : line) {
        EXPECT_EQ(each.from, end);
        end = each.to;
        states.push_back(each.state);
    }
    EXPECT_EQ(end, at(60s).wall);
    EXPECT_THAT(states,
                ElementsAre(std::nullopt, State::online, State::offline, State::online, std::nullopt));
}

/// What the figures are by the definition: every stretch one by one.
struct Plain {
    microseconds online{}, offline{}, outage{};
    std::uint64_t changes{};
};

TEST_F(Figures, OfManyHoursAreThoseOfEachStretchAddedUp) {
    std::mt19937 chance(5); // NOLINT(cert-msc51-cpp): the same life each time
    const auto random = [&](int most) { return std::uniform_int_distribution(1, most)(chance); };
    std::vector<std::pair<microseconds, State>> turns{{microseconds{0}, State::online}};
    journal().record(begins(at(0s)));
    auto when = microseconds{0};
    while (when < 20h) {
        when += random(10) == 1 ? microseconds(1min) * random(180) : microseconds(random(400'000'000));
        const auto to = turns.back().second == State::online ? State::offline : State::online;
        journal().record(to == State::online ? comes_online(at(when)) : goes_offline(at(when)));
        turns.emplace_back(when, to);
    }
    ASSERT_TRUE(journal().flush());
    const auto end = when + 1s;
    for (int asked = 0; asked < 200; ++asked) {
        const auto since = microseconds(std::uniform_int_distribution<std::int64_t>(0, end.count())(chance));
        Plain plain;
        for (std::size_t i = 0; i < turns.size(); ++i) {
            const auto to = i + 1 < turns.size() ? turns[i + 1].first : end;
            const auto length = to - std::max(since, turns[i].first);
            plain.changes += i > 0 && turns[i].first >= since ? 1U : 0U;
            if (length <= 0s)
                continue;
            (turns[i].second == State::online ? plain.online : plain.offline) += length;
            if (turns[i].second == State::offline)
                plain.outage = std::max(plain.outage, length);
        }
        const auto sum = summary(at(end), at(since).wall);
        EXPECT_EQ(sum.online, plain.online) << since.count();
        EXPECT_EQ(sum.offline, plain.offline) << since.count();
        EXPECT_EQ(sum.changes, plain.changes) << since.count();
        EXPECT_EQ(sum.longest_outage, plain.outage) << since.count();
    }
}

} // namespace
} // namespace offline::history
