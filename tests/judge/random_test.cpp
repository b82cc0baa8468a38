#include <random>

#include <gmock/gmock.h>

#include "judge/judge.h"
#include "judge/life.h"

namespace offline::judge {
namespace {

using Dice = std::mt19937_64;

bool says_online(Reason reason) { return reason == Reason::ok || reason == Reason::unknown; }

std::size_t below(Dice& dice, std::size_t limit) { return dice() % limit; }

model::Profile random_profile(Dice& dice) {
    const std::vector<std::string> urls = {"imap://one.example.org", "smtp://two.example.org",
                                           "route:default"};
    const auto count = 1 + below(dice, urls.size());
    auto profile = profile_of({urls.begin(), urls.begin() + static_cast<std::ptrdiff_t>(count)});
    profile.require = dice() % 2 ? model::Require::any : model::Require::all;
    profile.probe.interval = std::chrono::seconds(below(dice, 4) * 10);
    profile.probe.strikes = static_cast<std::uint32_t>(1 + below(dice, 4));
    profile.settle.online = std::chrono::seconds(below(dice, 3));
    profile.settle.offline = std::chrono::seconds(below(dice, 3));
    profile.settle.damping = dice() % 2;
    return profile;
}

Meets random_server(Dice& dice) {
    const Reason reasons[] = {
        Reason::ok,      Reason::ok, Reason::refused, Reason::tls_certificate, Reason::connect_timeout,
        Reason::no_route};
    return {reasons[below(dice, std::size(reasons))], std::chrono::milliseconds(1 + below(dice, 2000)),
            dice() % 4 == 0};
}

void something_happens(Life& life, Dice& dice) {
    const auto index = below(dice, life.profile().endpoints.size());
    life.jitter(static_cast<double>(below(dice, 11)) / 10);
    switch (below(dice, 6)) {
    case 0:
        return life.server(random_server(dice), index);
    case 1:
        return life.way_opens(index);
    case 2:
        return life.way_closes(index);
    case 3:
        return life.link_lost(index);
    case 4:
        return life.look_wanted(index);
    default:
        return;
    }
}

void expect_a_sound_verdict(const Life& life) {
    const auto& verdict = life.verdict();
    EXPECT_EQ(verdict.state == State::online, says_online(verdict.reason)) << word(verdict.reason);
    EXPECT_EQ(verdict.look_at.size(), life.profile().endpoints.size());
    EXPECT_GT(verdict.judge_again_at.value_or(base::Instant::max()), life.now()) << "it would never rest";
    EXPECT_TRUE(verdict.met == verdict.state || verdict.judge_again_at) << "who waits knows until when";
    const auto again = judge(life.evidence(), life.profile(), life.now());
    EXPECT_EQ(again.state, verdict.state) << "told once more, the same evidence says the same";
    EXPECT_EQ(again.reason, verdict.reason);
}

class RandomLife : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Seeded, RandomLife, testing::Range(0, 40));

TEST_P(RandomLife, AlwaysHasASoundVerdict) {
    Dice dice(static_cast<Dice::result_type>(GetParam()));
    Life life(random_profile(dice));
    for (int i = 0; i < 300 && !testing::Test::HasFailure(); ++i) {
        something_happens(life, dice);
        life.run(std::chrono::milliseconds(below(dice, dice() % 5 ? 30 : 20000)));
        expect_a_sound_verdict(life);
    }
}

TEST_P(RandomLife, EndsOnlineOnceAllIsWell) {
    Dice dice(static_cast<Dice::result_type>(GetParam()));
    Life life(random_profile(dice));
    for (int i = 0; i < 100; ++i) {
        something_happens(life, dice);
        life.run(std::chrono::milliseconds(below(dice, 3000)));
    }
    for (std::size_t i = 0; i < life.profile().endpoints.size(); ++i) {
        life.server({}, i);
        life.way_opens(i);
    }
    life.run(3min);
    EXPECT_EQ(life.verdict().reason, Reason::ok) << life.verdict().detail;
}

TEST_P(RandomLife, EndsOfflineOnceAllIsDead) {
    Dice dice(static_cast<Dice::result_type>(GetParam()));
    Life life(random_profile(dice));
    for (int i = 0; i < 100; ++i) {
        something_happens(life, dice);
        life.run(std::chrono::milliseconds(below(dice, 3000)));
    }
    for (std::size_t i = 0; i < life.profile().endpoints.size(); ++i) {
        life.server({Reason::refused}, i);
        life.link_lost(i);
        life.run(20ms);
    }
    life.run(3min);
    EXPECT_EQ(life.verdict().state, State::offline) << life.verdict().detail;
}

TEST_P(RandomLife, NeverLooksOftenerThanItsPolicyWhileNothingHappens) {
    Dice dice(static_cast<Dice::result_type>(GetParam()));
    Life life(random_profile(dice));
    for (int i = 0; i < 100; ++i) {
        something_happens(life, dice);
        life.run(std::chrono::milliseconds(below(dice, 3000)));
    }
    life.run(5min);
    for (std::size_t i = 0; i < life.profile().endpoints.size(); ++i)
        life.looks(i);
    life.run(1h);
    for (std::size_t i = 0; i < life.profile().endpoints.size(); ++i)
        EXPECT_LE(life.looks(i).size(), 3600U / 9) << "the shortest interval drawn is 10 s, less a tenth";
}

} // namespace
} // namespace offline::judge
