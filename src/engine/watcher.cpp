#include "engine/watcher.h"

#include <algorithm>
#include <utility>

#include "judge/judge.h"
#include "judge/opinion.h"
#include "judge/remember.h"

namespace offline::engine {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

bool says_the_same(const model::Verdict& a, const model::Verdict& b) {
    return a.state == b.state && a.reason == b.reason && a.detail == b.detail;
}

} // namespace

Watcher::Watcher(const asio::any_io_executor& executor, model::Ways& ways, Lookout& lookout,
                 model::Profile profile, Tell tell)
    : alarm_(executor), ways_(ways), lookout_(lookout), profile_(std::move(profile)), tell_(std::move(tell)) {
    for (const auto& endpoint : profile_.endpoints)
        watched_.emplace_back(*this, watched_.size(), endpoint);
    evidence_.endpoints.resize(watched_.size());
}

Watcher::~Watcher() = default;

void Watcher::start() {
    for (auto& each : watched_)
        lookout_.enter(each, each.endpoint.endpoint(), profile_.probe.timeout);
    const auto now = Clock::now();
    ask_ways(now);
    rejudge(now);
}

void Watcher::stop() {
    stopped_ = true;
    alarm_.off();
    for (auto& each : watched_)
        lookout_.leave(each);
    for (const auto& seen : std::exchange(asked_, {}))
        seen();
}

void Watcher::kernel_changed(std::size_t messages, base::Instant now) {
    const auto before = verdict_;
    const bool hastened = hasten_the_unresolved();
    if (ask_ways(now) || hastened)
        rejudge(now);
    if (says_the_same(before, verdict_))
        suppressed_ += messages;
}

// No way tells whether a name that was not found can be found now: another network may have come, with name
// servers of its own.
bool Watcher::hasten_the_unresolved() {
    bool any = false;
    for (std::size_t i = 0; i < watched_.size(); ++i)
        if (watched_[i].endpoint.is_unresolved())
            any = judge::begin_back_off_anew(evidence_.endpoints[i]) || any;
    return any;
}

void Watcher::look_again(std::function<void()> seen) {
    if (stopped_)
        return seen();
    const auto now = Clock::now();
    asked_.push_back(std::move(seen));
    ask_ways(now);
    want_looks();
    rejudge(now);
}

void Watcher::report(bool ok, std::string_view endpoint) {
    if (stopped_)
        return;
    for (std::size_t i = 0; i < watched_.size(); ++i)
        if (endpoint.empty() || watched_[i].endpoint.endpoint().url == endpoint)
            judge::remember_report(evidence_.endpoints[i], ok);
    rejudge(Clock::now());
}

bool Watcher::watches(std::string_view url) const {
    return std::ranges::any_of(profile_.endpoints, [&](const auto& each) { return each.url == url; });
}

void Watcher::other_name_servers(base::Instant now) {
    bool any = false;
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        const auto& endpoint = watched_[i].endpoint;
        if (!endpoint.wants_looks() || endpoint.endpoint().literal())
            continue;
        judge::want_look(evidence_.endpoints[i]); // a look under way asks the old ones
        any = true;
    }
    if (any)
        rejudge(now);
}

void Watcher::slept_unannounced(base::Instant now) {
    give_up_what_began_before(now);
    ask_ways(now);
    want_looks();
    rejudge(now);
}

void Watcher::slept(base::Instant now) {
    give_up_what_began_before(now);
    judge::remember_sleep(evidence_);
    ask_ways(now);
    want_looks();
    rejudge(now);
}

void Watcher::metered(bool is) {
    evidence_.metered = is;
    rejudge(Clock::now());
}

void Watcher::want_looks() {
    for (std::size_t i = 0; i < watched_.size(); ++i)
        if (watched_[i].endpoint.wants_looks() && !evidence_.endpoints[i].look_began)
            judge::want_look(evidence_.endpoints[i]);
}

Explanation Watcher::explain() const {
    Explanation all{.suppressed = suppressed_};
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        const auto next = i < verdict_.look_at.size() ? verdict_.look_at[i] : std::nullopt;
        const auto& endpoint = watched_[i].endpoint;
        all.endpoints.push_back({endpoint.endpoint(), endpoint.presentation(evidence_.endpoints[i]),
                                 evidence_.endpoints[i].look_began.has_value(), next});
        all.next_look = judge::earlier(all.next_look, next);
    }
    return all;
}

bool Watcher::ask_ways(base::Instant now) {
    bool changed = false;
    for (std::size_t i = 0; i < watched_.size(); ++i)
        changed = watched_[i].endpoint.ask_ways(ways_, evidence_.endpoints[i], now) || changed;
    return changed;
}

// A look over a way that is gone by now, or that leads elsewhere, would say nothing about the present.
void Watcher::give_up_what_is_outdated(base::Instant now) {
    for (std::size_t i = 0; i < watched_.size(); ++i) {
        auto& evidence = evidence_.endpoints[i];
        if (!evidence.look_began)
            continue;
        if (is_of_this_moment(i, now)) {
            evidence.look_wanted = false;
            watched_[i].endpoint.look_begins(); // over the ways of this moment, too
            continue;
        }
        const auto& way = evidence.way;
        const bool way_is_gone = way && judge::firmly_closed(*way, now) && way->since > *evidence.look_began;
        if (way_is_gone || evidence.look_wanted)
            give_up(i);
    }
}

void Watcher::rejudge(base::Instant now) {
    if (stopped_)
        return;
    give_up_what_is_outdated(now);
    heed_traffic(now);
    auto verdict = judge::judge(evidence_, profile_, now);
    judge::remember_verdict(evidence_, verdict, now);
    const bool news = !told_ || !says_the_same(verdict, verdict_);
    verdict_ = std::move(verdict);
    told_ = true;
    if (news)
        tell_(verdict_);
    begin_looks(now);
    answer_those_who_asked();
    sleep_until_needed();
}

// A connection that receives proves what a look would, for nothing.
void Watcher::heed_traffic(base::Instant now) {
    for (std::size_t i = 0; i < verdict_.look_at.size(); ++i) {
        auto& evidence = evidence_.endpoints[i];
        const auto& due = verdict_.look_at[i];
        if (due && *due <= now && judge::is_routine(evidence))
            judge::remember_traffic(evidence, watched_[i].endpoint.traffic(ways_), now);
    }
}

void Watcher::begin_looks(base::Instant now) {
    for (std::size_t i = 0; i < watched_.size(); ++i)
        if (const auto at = verdict_.look_at[i]; at && *at <= now)
            begin_look(i, now);
}

void Watcher::begin_look(std::size_t index, base::Instant now) {
    note_begun(index, now);
    auto& watched = watched_[index];
    const auto& endpoint = watched.endpoint;
    const auto timeout = profile_.probe.timeout * (evidence_.endpoints[index].slow ? 2 : 1);
    lookout_.look(watched,
                  {.endpoint = endpoint.endpoint(),
                   .timeout = timeout,
                   .known = endpoint.known(),
                   .proved = endpoint.proved(),
                   .led_anew = endpoint.is_led_anew(now),
                   .until_left = false},
                  now);
}

void Watcher::join_look(std::size_t index, base::Instant now) {
    note_begun(index, now);
    sleep_until_needed();
}

void Watcher::note_begun(std::size_t index, base::Instant now) {
    judge::remember_begun(evidence_.endpoints[index], now,
                          std::uniform_real_distribution<double>(0, 1)(chance_));
    if (index < verdict_.look_at.size())
        verdict_.look_at[index].reset();
    watched_[index].endpoint.look_begins();
}

void Watcher::end_look(std::size_t index, model::Look look, base::Instant began) {
    const auto now = Clock::now();
    auto& evidence = evidence_.endpoints[index];
    evidence.look_began = began;
    auto& endpoint = watched_[index].endpoint;
    endpoint.learn(look, ways_);
    endpoint.ask_ways(ways_, evidence, now);
    if (look.ok)
        evidence.look_wanted = false; // it has just been seen over these very ways
    judge::remember_look(evidence, std::move(look), profile_.probe);
    rejudge(now);
}

bool Watcher::is_of_this_moment(std::size_t index, base::Instant now) const {
    return evidence_.endpoints[index].look_began == now;
}

void Watcher::give_up_what_began_before(base::Instant now) {
    for (std::size_t i = 0; i < watched_.size(); ++i)
        if (!is_of_this_moment(i, now))
            give_up(i);
}

void Watcher::give_up(std::size_t index) {
    judge::remember_abandoned(evidence_.endpoints[index]);
    lookout_.give_up(watched_[index]);
}

void Watcher::sleep_until_needed() {
    auto at = verdict_.judge_again_at;
    for (const auto& look : verdict_.look_at)
        at = judge::earlier(at, look);
    if (!at)
        return alarm_.off();
    alarm_.set(*at, [self = shared_from_this()] { self->rejudge(Clock::now()); });
}

void Watcher::answer_those_who_asked() {
    const auto open = [](const model::EndpointEvidence& endpoint) {
        const bool closed = endpoint.way && !endpoint.way->open;
        return endpoint.look_began || (endpoint.look_wanted && !closed);
    };
    if (asked_.empty() || std::ranges::any_of(evidence_.endpoints, open))
        return;
    for (const auto& seen : std::exchange(asked_, {}))
        seen();
}

} // namespace offline::engine
