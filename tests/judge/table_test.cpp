// The judgement as tables: evidence and time on the left, verdict and next look on the right. Every duration
// counts from the beginning of the evidence; a next look whose moment has passed is due at once.
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "judge/history.h"
#include "judge/settle.h"

namespace offline::judge {
namespace {

using enum Reason;
using Facts = std::vector<Fact>;
using Change = std::function<void(model::Profile&)>;
using When = std::optional<base::Duration>;

constexpr When never = std::nullopt;

struct Row {
    std::string what;
    Facts evidence;
    base::Duration now;
    std::string verdict;
    When next_look;
    When judged_again = never;
    std::vector<Change> policy;
};

// What is not the default's: a look every 300 s, three strikes, retries after 1, 2, 4 … 60 s, no settling.
Change strikes(std::uint32_t count) {
    return [=](auto& profile) { profile.probe.strikes = count; };
}

Change interval(base::Duration time) {
    return [=](auto& profile) { profile.probe.interval = time; };
}

Change retry(base::Duration first, base::Duration most) {
    return [=](auto& profile) { profile.probe.retry = first, profile.probe.retry_max = most; };
}

Change settles_online(base::Duration time) {
    return [=](auto& profile) { profile.settle.online = time; };
}

Change settles_offline(base::Duration time) {
    return [=](auto& profile) { profile.settle.offline = time; };
}

Change undamped() {
    return [](auto& profile) { profile.settle.damping = false; };
}

Change is_a_route() {
    return [](auto& profile) { profile.endpoints = profile_of({"route:default"}).endpoints; };
}

Change two(model::Require require) {
    return [=](auto& profile) {
        profile.endpoints = profile_of({"imap://one.example.org", "smtp://two.example.org"}).endpoints;
        profile.require = require;
    };
}

const Change any = two(model::Require::any);
const Change all = two(model::Require::all);

std::string text_of(const model::Verdict& verdict) {
    return std::string(word(verdict.state)) + " " + std::string(word(verdict.reason));
}

When from_birth(std::optional<base::Instant> instant) { return instant ? When(*instant - birth) : never; }

std::string text_of(When when) {
    return when ? std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(*when).count()) + " ms"
                : "never";
}

void expect(const std::vector<Row>& table) {
    for (const auto& row : table) {
        SCOPED_TRACE(row.what);
        auto profile = profile_of({"imap://mail.example.org"});
        for (const auto& change : row.policy)
            change(profile);
        const auto verdict = verdict_of(row.evidence, profile, row.now);
        EXPECT_EQ(text_of(verdict), row.verdict) << verdict.detail;
        EXPECT_EQ(text_of(from_birth(verdict.look_at[0])), text_of(row.next_look));
        EXPECT_EQ(text_of(from_birth(verdict.judge_again_at)), text_of(row.judged_again));
    }
}

Facts operator+(Facts first, const Facts& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

// clang-format off

TEST(Table, OfEveryReason) {
    struct Meaning {
        Reason met;
        std::string at_the_first_look, after_an_answer, met_three_times;
    };
    const std::vector<Meaning> table{
        // what a look met    the first since start       once after an answer        three times after it
        {ok,               "online ok",                "online ok",                "online ok"},
        {no_route,         "offline no-route",         "offline no-route",         "offline no-route"},
        {dns_failed,       "offline dns-failed",       "online ok",                "offline dns-failed"},
        {dns_not_found,    "offline dns-not-found",    "online ok",                "offline dns-not-found"},
        {unreachable,      "offline unreachable",      "online ok",                "offline unreachable"},
        {refused,          "offline refused",          "online ok",                "offline refused"},
        {connect_timeout,  "offline connect-timeout",  "online ok",                "offline connect-timeout"},
        {tls_failed,       "offline tls-failed",       "online ok",                "offline tls-failed"},
        {tls_certificate,  "offline tls-certificate",  "offline tls-certificate",  "offline tls-certificate"},
        {tls_timeout,      "offline tls-timeout",      "online ok",                "offline tls-timeout"},
        {no_greeting,      "offline no-greeting",      "online ok",                "offline no-greeting"},
        {protocol,         "offline protocol",         "offline protocol",         "offline protocol"},
        {service_refused,  "offline service-refused",  "online ok",                "offline service-refused"},
        {captive_portal,   "offline captive-portal",   "offline captive-portal",   "offline captive-portal"},
        {unknown,          "online unknown",           "online ok",                "online ok"}, // a want of our own
    };
    for (const auto& [met, first, once, thrice] : table) {
        SCOPED_TRACE(word(met));
        const auto profile = profile_of({"imap://mail.example.org"});
        const Facts met_once = Facts{look(ok, 0s)} + Facts{look(met, 300s)};
        const Facts met_thrice = met_once + Facts{look(met, 301s), look(met, 302s)};
        EXPECT_EQ(text_of(verdict_of({look(met, 0s)}, profile, 0s)), first);
        EXPECT_EQ(text_of(verdict_of(met_once, profile, 300s)), once);
        EXPECT_EQ(text_of(verdict_of(met_thrice, profile, 302s)), thrice);
    }
}

TEST(Table, OfFirstLooksAndStrikes) {
    const Facts fine{look(ok, 0s)};
    const Facts one = fine + Facts{look(refused, 300s)};
    const Facts two = one + Facts{look(refused, 301s)};
    expect({
        // what                                           evidence                                                    now   verdict                next look judged again policy
        {"nothing is known: look",                        {},                                                         0s,   "online unknown",      0s},
        {"a look is under way",                           {look_begins(0s)},                                          5s,   "online unknown",      never},
        {"it answered",                                   {look(ok, 0s)},                                             9s,   "online ok",           300s},
        {"spread by a tenth, later only",                 {look_spread_most(ok, 0s)},                                 9s,   "online ok",           330s},
        {"it never answered",                             {look(refused, 0s)},                                        0s,   "offline refused",     1s},
        {"slow: it has twice the time, once",             {slow_look(no_greeting, 10s)},                              10s,  "online unknown",      10s},
        {"slow again: that is a failure",                 {slow_look(no_greeting, 10s), slow_look(no_greeting, 30s)}, 30s,  "offline no-greeting", 31s},
        {"one strike",                                    one,                                                        300s, "online ok",           301s},
        {"two strikes",                                   two,                                                        301s, "online ok",           302s},
        {"three strikes",                                 two + Facts{look(refused, 302s)},                           302s, "offline refused",     303s},
        {"an answer forgives two",                        two + Facts{look(ok, 302s), look(refused, 602s)},           602s, "online ok",           603s},
        {"the latest strike gives the reason",            two + Facts{look(no_greeting, 302s)},                       302s, "offline no-greeting", 303s},
        {"two within a second are one",                   one + Facts{look(refused, 300500ms), look(refused, 301s)},  301s, "online ok",           302s},
        {"slow is no strike, once",                       fine + Facts{slow_look(no_greeting, 310s)},                 310s, "online ok",           310s},
        {"one strike is enough by policy",                one,                                                        300s, "offline refused",     301s,     never,       {strikes(1)}},
        {"no interval: nothing on a timer",               {look(ok, 0s)},                                             9s,   "online ok",           never,    never,       {interval(0s)}},
        {"no interval: strikes are counted all the same", one,                                                        300s, "online ok",           301s,     never,       {interval(0s)}},
        {"a want of our own: again when retry is over",   fine + Facts{look(unknown, 300s)},                          300s, "online ok",           301s},
    });
}

TEST(Table, OfTheBackOff) {
    const Facts dead{look(refused, 0s), look(refused, 1s), look(refused, 3s), look(refused, 7s)};
    const Facts long_dead = dead + Facts{look(refused, 15s), look(refused, 31s), look(refused, 63s)};
    const Facts beside = long_dead + Facts{second(look(ok, 63s)), look(refused, 400s), look(refused, 700s), look(refused, 1000s)};
    expect({
        // what                                   evidence                                                 now    verdict            next look judged again policy
        {"after the first failure 1 s",           {look(refused, 0s)},                                     0s,    "offline refused", 1s},
        {"after the second 2 s",                  {look(refused, 0s), look(refused, 1s)},                  1s,    "offline refused", 3s},
        {"after the fourth 8 s",                  dead,                                                    7s,    "offline refused", 15s},
        {"a minute at most",                      long_dead,                                               63s,   "offline refused", 123s},
        {"spread by a tenth, later only",         {look_spread_most(refused, 0s)},                         0s,    "offline refused", 1100ms},
        {"by the policy's figures",               {look(refused, 0s), look(refused, 5s)},                  5s,    "offline refused", 15s,      never,       {retry(5s, 12s)}},
        {"by the policy's most",                  dead,                                                    7s,    "offline refused", 19s,      never,       {retry(5s, 12s)}},
        {"a wanted look begins it anew",          long_dead + Facts{look_wanted(70s), look(refused, 70s)}, 70s,   "offline refused", 71s},
        {"a way that is back begins it anew",     long_dead + Facts{way_open(70s), look(refused, 70s)},    70s,   "offline refused", 71s},
        {"an answer ends it",                     long_dead + Facts{look(ok, 123s)},                       123s,  "online ok",       423s},
        {"beside one that answers: as any other", {look(refused, 0s), second(look(ok, 0s))},               0s,    "online ok",       1s,       never,       {any}},
        {"… but the interval at most",            beside,                                                  1000s, "online ok",       1300s,    never,       {any}},
    });
}

TEST(Table, OfWaysAndTheirGrace) {
    const Facts fine{way_open(0s), look(ok, 0s)};
    const Facts back = fine + Facts{link_lost(9s), way_open(15s)};
    expect({
        // what                                           evidence                                                  now      verdict                    next look judged again policy
        {"no way from the start",                         {way_closed(0s)},                                         0s,      "offline no-route",        1s},
        {"a route is gone: 10 ms of grace",               fine + Facts{way_closed(9s)},                             9009ms,  "online ok",               never,    9010ms},
        {"the grace is over",                             fine + Facts{way_closed(9s)},                             9010ms,  "offline no-route",        10s},
        {"a lost link has no grace",                      fine + Facts{link_lost(9s)},                              9s,      "offline no-route",        10s},
        {"the link goes within the grace",                fine + Facts{way_closed(9s), link_lost(9004ms)},          9004ms,  "offline no-route",        10s},
        {"back within the grace: look, nothing else",     fine + Facts{way_closed(9s), way_open(9005ms)},           9005ms,  "online ok",               9005ms},
        {"back later: the server must answer anew",       fine + Facts{way_closed(9s), way_open(15s)},              15s,     "offline no-route",        15s},
        {"back with its link: 50 ms later",               back,                                                     15s,     "offline no-route",        15050ms},
        {"… and when they are over, now",                 back,                                                     15060ms, "offline no-route",        15060ms},
        {"back, and it answered",                         back + Facts{look(ok, 15050ms)},                          16s,     "online ok",               315050ms},
        {"back: the first look decides",                  back + Facts{look(refused, 15050ms)},                     16s,     "offline refused",         16050ms},
        {"back: silence so early is tried again at once", back + Facts{look(connect_timeout, 15050ms, 25s)},        25s,     "offline connect-timeout", 25s},
        {"a look that met only the gap is made again",    fine + Facts{way_closed(9s), look(no_route, 9s, 9003ms)}, 9003ms,  "online ok",               never,    9010ms},
        {"closed for long: tried now and then",           fine + Facts{link_lost(9s), look(no_route, 10s)},         10s,     "offline no-route",        11s},
        {"a route alone: open",                           {way_open(0s)},                                           0s,      "online ok",               never,    never,       {is_a_route()}},
        {"a route alone: within the grace",               {way_open(0s), way_closed(9s)},                           9s,      "online ok",               never,    9010ms,      {is_a_route()}},
        {"a route alone: gone",                           {way_open(0s), way_closed(9s)},                           9010ms,  "offline no-route",        never,    never,       {is_a_route()}},
        {"a route alone: back, no look needed",           {way_open(0s), link_lost(9s), way_open(15s)},             15s,     "online ok",               never,    never,       {is_a_route()}},
    });
}

// A look takes every family and every address that is known, and an endpoint's way is open while one of them
// is: the judgement sees one of each.
TEST(Table, OfFamiliesAndRememberedAddresses) {
    const Facts fine{way_open(0s), look(ok, 0s)};
    expect({
        // what                                      evidence                                                                                         now   verdict                    next look
        {"IPv6 is dead, the look came off by IPv4",  {way_open(0s), look(ok, 0s, 300ms)},                                                             1s,   "online ok",               300300ms},
        {"IPv6 has no way any more: look by IPv4",   fine + Facts{look_wanted(9s)},                                                                   9s,   "online ok",               9s},
        {"no such name, its last address answers",   fine + Facts{look(ok, 300s)},                                                                    300s, "online ok",               600s},
        {"no such name, its last address is silent", fine + Facts{look(dns_not_found, 300s), look(dns_not_found, 301s), look(connect_timeout, 302s)}, 302s, "offline connect-timeout", 303s},
    });
}

TEST(Table, OfAnyAndAll) {
    struct Pair {
        Facts first, second;
        std::string any, all;
    };
    const Facts answers{look(ok, 0s)}, unjudged, no_way{look(no_route, 0s)}, no_name{look(dns_failed, 0s)}, dead{look(refused, 0s)},
        away{look(unreachable, 0s)}, stranger{look(tls_certificate, 0s)}, silent{look(no_greeting, 0s)};
    const std::vector<Pair> table{
        // first   second     any: one that answers is enough   all: one that fails is enough
        {answers,  answers,   "online ok",                      "online ok"},
        {answers,  dead,      "online ok",                      "offline refused"},
        {dead,     answers,   "online ok",                      "offline refused"},
        {answers,  unjudged,  "online ok",                      "online unknown"},
        {unjudged, unjudged,  "online unknown",                 "online unknown"},
        {dead,     unjudged,  "online unknown",                 "offline refused"},
        {unjudged, dead,      "online unknown",                 "offline refused"},
        // the reason of the one that got furthest, among equals the first one's
        {no_way,   no_name,   "offline dns-failed",             "offline dns-failed"},
        {no_name,  dead,      "offline refused",                "offline refused"},
        {stranger, dead,      "offline tls-certificate",        "offline tls-certificate"},
        {stranger, silent,    "offline no-greeting",            "offline no-greeting"},
        {dead,     away,      "offline refused",                "offline refused"},
        {away,     dead,      "offline unreachable",            "offline unreachable"},
        {no_way,   no_way,    "offline no-route",               "offline no-route"},
    };
    for (const auto& row : table) {
        SCOPED_TRACE("row " + std::to_string(&row - table.data()));
        auto facts = row.first;
        for (const auto& fact : row.second)
            facts.push_back(second(fact));
        auto profile = profile_of({});
        any(profile);
        EXPECT_EQ(text_of(verdict_of(facts, profile, 0s)), row.any);
        all(profile);
        EXPECT_EQ(text_of(verdict_of(facts, profile, 0s)), row.all);
    }
}

TEST(Table, OfSettlingAndDamping) {
    const auto up = [](base::Duration at) { return way_open(at); };
    const auto down = [](base::Duration at) { return link_lost(at); };
    const Facts twice{up(0s), down(10s), up(11s), down(12s), up(13s), down(14s)};
    const Facts thrice = twice + Facts{up(15s), up(18s), down(19s)};
    expect({
        // what                                      evidence                                              now  verdict             next look judged again policy
        {"a return is told at once",                 {up(0s), down(10s), up(11s)},                         11s, "online ok",        never,    never,       {is_a_route()}},
        {"held until it lasted 2 s",                 {up(0s), down(10s), up(11s)},                         11s, "offline settling", never,    13s,         {is_a_route(), settles_online(2s)}},
        {"it lasted",                                {up(0s), down(10s), up(11s)},                         13s, "online ok",        never,    never,       {is_a_route(), settles_online(2s)}},
        {"gone again meanwhile: from the beginning", {up(0s), down(10s), up(11s), down(12s), up(12500ms)}, 13s, "offline settling", never,    14500ms,     {is_a_route(), settles_online(2s)}},
        {"a loss is held until it lasted 2 s",       {up(0s), down(10s)},                                  10s, "online ok",        never,    12s,         {is_a_route(), settles_offline(2s)}},
        {"the loss lasted",                          {up(0s), down(10s)},                                  12s, "offline no-route", never,    never,       {is_a_route(), settles_offline(2s)}},
        {"the loss was over in time",                {up(0s), down(10s), up(11s)},                         12s, "online ok",        never,    never,       {is_a_route(), settles_offline(2s)}},
        {"the first verdict is never held",          {down(0s)},                                           0s,  "offline no-route", never,    never,       {is_a_route(), settles_offline(2s)}},
        {"the third return in a minute: 3 s",        twice + Facts{up(15s)},                               15s, "offline settling", never,    18s,         {is_a_route()}},
        {"they are over",                            twice + Facts{up(15s)},                               18s, "online ok",        never,    never,       {is_a_route()}},
        {"the fourth: 6 s",                          thrice + Facts{up(20s)},                              20s, "offline settling", never,    26s,         {is_a_route()}},
        {"the longer of both holds",                 twice + Facts{up(15s)},                               20s, "offline settling", never,    20s + 15s,   {is_a_route(), settles_online(20s)}},
        {"the third, a minute after the others",     twice + Facts{up(75s)},                               75s, "online ok",        never,    never,       {is_a_route()}},
        {"no damping by policy",                     twice + Facts{up(15s)},                               15s, "online ok",        never,    never,       {is_a_route(), undamped()}},
    });
    const std::vector<std::pair<std::size_t, base::Duration>> holds{
        // returns told within a minute, and how long the next one is held
        {0, 0s}, {1, 0s}, {2, 3s}, {3, 6s}, {4, 12s}, {5, 24s}, {6, 48s}, {7, 60s}, {8, 60s}, {1'000'000, 60s},
    };
    for (const auto& [told, hold] : holds)
        EXPECT_EQ(damping_hold(told), hold) << told << " returns told before";
}

TEST(Table, OfWakingFromSleep) {
    const Facts fine{way_open(0s), look(ok, 0s)};
    const Facts long_dead{look(refused, 0s), look(refused, 1s), look(refused, 3s), look(refused, 7s), look(refused, 15s)};
    const Facts often = fine + Facts{woken(10s), look(ok, 11s), woken(20s), look(ok, 21s), woken(30s), look(ok, 31s)};
    expect({
        // what                                 evidence                                                     now    verdict             next look
        {"nothing of before is believed",       fine + Facts{woken(999s)},                                   999s,  "offline no-route", 999s},
        {"it answers: online, held by nothing", fine + Facts{woken(999s), look(ok, 999s)},                   999s,  "online ok",        1299s},
        {"the first look decides",              fine + Facts{woken(999s), look(refused, 999s)},              999s,  "offline refused",  1000s},
        {"the network is not back yet",         fine + Facts{link_lost(998s), woken(999s)},                  999s,  "offline no-route", 999s},
        {"it is back",                          fine + Facts{link_lost(998s), woken(999s), way_open(1002s)}, 1002s, "offline no-route", 1002050ms},
        {"the back-off begins anew",            long_dead + Facts{woken(99s), look(refused, 99s)},           99s,   "offline refused",  100s},
        {"to sleep is not to flap",             often,                                                       31s,   "online ok",        331s},
    });
}

TEST(Table, OfReportsTrafficAndMeteredLinks) {
    const Facts fine{look(ok, 0s)};
    const Facts wolf = fine + Facts{reported(false, 60s), look(ok, 60s)};
    const Facts dead{look(refused, 0s), look(refused, 1s), look(refused, 3s), look(refused, 7s)};
    expect({
        // what                                        evidence                                                                 now    verdict             next look
        {"a program failed there: look",               fine + Facts{reported(false, 60s)},                                      60s,   "online ok",        1s},
        {"… no oftener than once a second",            fine + Facts{reported(false, 100ms)},                                    100ms, "online ok",        1s},
        {"a program succeeded: known",                 fine + Facts{reported(true, 60s)},                                       60s,   "online ok",        300s},
        {"succeeded with a dead one: look",            dead + Facts{reported(true, 10s)},                                       10s,   "offline refused",  8s},
        {"failed with a dead one: known",              dead + Facts{reported(false, 10s)},                                      10s,   "offline refused",  15s},
        {"one cry of wolf: 2 s",                       wolf + Facts{reported(false, 60s)},                                      60s,   "online ok",        62s},
        {"two: 4 s",                                   wolf + Facts{reported(false, 62s), look(ok, 62s), reported(false, 62s)}, 62s,   "online ok",        66s},
        {"of no use without a way",                    {way_open(0s), look(ok, 0s), link_lost(9s), reported(true, 9s)},         9s,    "offline no-route", 10s},
        {"payload is as good as an answer",            fine + Facts{payload(240s, 300s)},                                       300s,  "online ok",        540s},
        {"… again and again",                          fine + Facts{payload(240s, 300s), payload(500s, 540s)},                  540s,  "online ok",        800s},
        {"an acknowledgement puts a look off",         fine + Facts{acknowledgement(240s, 300s)},                               300s,  "online ok",        600s},
        {"… once",                                     fine + Facts{acknowledgement(240s, 300s), acknowledgement(590s, 600s)},  600s,  "online ok",        600s},
        {"… and is forgotten with the next look",      fine + Facts{acknowledgement(240s, 300s), look(ok, 600s)},               600s,  "online ok",        900s},
        {"what came before the look is no news",       fine + Facts{look(ok, 300s), payload(290s, 600s)},                       600s,  "online ok",        600s},
        {"after a strike it counts for nothing",       fine + Facts{look(refused, 300s), payload(300500ms, 301s)},              301s,  "online ok",        301s},
        {"… nor where a look is wanted",               fine + Facts{look_wanted(60s), payload(50s, 60s)},                       60s,   "online ok",        60s},
        {"… nor where there is a report to look into", fine + Facts{reported(false, 60s), payload(50s, 60s)},                   60s,   "online ok",        1s},
        {"a metered link: four times the interval",    fine + Facts{metered(9s)},                                               9s,    "online ok",        1200s},
        {"… doubt is as urgent as ever",               fine + Facts{metered(9s), look(refused, 1200s)},                         1200s, "online ok",        1201s},
        {"… and a dead server is asked as often",      dead + Facts{metered(9s)},                                               9s,    "offline refused",  15s},
    });
}

// clang-format on

} // namespace
} // namespace offline::judge
