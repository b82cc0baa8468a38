#include "judge/life.h"

#include <algorithm>
#include <utility>

#include <gtest/gtest.h>

#include "judge/judge.h"
#include "judge/remember.h"

namespace offline::judge {
namespace {

const base::Instant first_instant{1h};
constexpr int most_rounds_at_one_instant = 100;

} // namespace

model::Profile profile_of(const std::vector<std::string>& urls) {
    model::Profile profile{.name = "Work"};
    for (const auto& url : urls)
        profile.endpoints.push_back(model::parse_endpoint(url).value());
    return profile;
}

Life::Life(model::Profile profile) : profile_(std::move(profile)), now_(first_instant) {
    evidence_.endpoints.resize(profile_.endpoints.size());
    servers_.resize(profile_.endpoints.size());
}

void Life::server(Meets how, std::size_t index) { servers_[index].how = how; }

void Life::way_opens(std::size_t index) {
    remember(index, true, false);
    want_look(evidence_.endpoints[index]);
    run(0ms);
}

void Life::way_closes(std::size_t index) {
    remember(index, false, false);
    run(0ms);
}

void Life::link_lost(std::size_t index) {
    remember(index, false, true);
    run(0ms);
}

void Life::look_wanted(std::size_t index) {
    want_look(evidence_.endpoints[index]);
    run(0ms);
}

void Life::report(std::size_t index) {
    auto& endpoint = evidence_.endpoints[index];
    remember_report(endpoint, !endpoint.last || !endpoint.last->ok);
    run(0ms);
}

void Life::report_met(bool ok, std::size_t index) {
    remember_report(evidence_.endpoints[index], ok);
    run(0ms);
}

void Life::spoil(std::size_t index) {
    servers_[index].under_way.reset();
    remember_look(evidence_.endpoints[index], {.reason = Reason::unknown, .at = now_}, profile_.probe);
    run(0ms);
}

void Life::metered(bool is) {
    evidence_.metered = is;
    run(0ms);
}

void Life::run(std::chrono::milliseconds time) {
    const auto end = now_ + time;
    for (;;) {
        int rounds = 0;
        do {
            ASSERT_LT(++rounds, most_rounds_at_one_instant) << "no progress at " << clock();
            end_looks();
            judge_now();
        } while (begin_looks());
        ASSERT_TRUE(!verdict_.judge_again_at || *verdict_.judge_again_at > now_) << "at " << clock();
        const auto next = next_event(end);
        if (next >= end) {
            now_ = end;
            end_looks();
            judge_now();
            return;
        }
        now_ = next;
    }
}

std::vector<std::string> Life::told() { return std::exchange(told_, {}); }

std::vector<std::int64_t> Life::looks(std::size_t index) { return std::exchange(servers_[index].looks, {}); }

std::int64_t Life::clock() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(now_ - first_instant).count();
}

void Life::remember(std::size_t index, bool open, bool link_lost) {
    remember_way(evidence_.endpoints[index], {.open = open, .link_lost = link_lost, .since = now_});
}

void Life::judge_now() {
    verdict_ = judge(evidence_, profile_, now_);
    remember_verdict(evidence_, verdict_, now_);
    auto line = std::string(word(verdict_.state)) + " " + std::string(word(verdict_.reason));
    if (line == last_told_)
        return;
    told_.push_back(std::to_string(clock()) + " " + line);
    last_told_ = std::move(line);
}

bool Life::begin_looks() {
    bool any = false;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        if (!verdict_.look_at[i] || *verdict_.look_at[i] > now_)
            continue;
        auto& server = servers_[i];
        EXPECT_FALSE(server.under_way) << "a second look beside the first at " << clock();
        const auto& way = evidence_.endpoints[i].way;
        const bool closed = way && !way->open;
        server.under_way = closed ? model::Look{.reason = Reason::no_route, .at = now_}
                                  : model::Look{.ok = server.how.reason == Reason::ok,
                                                .reason = server.how.reason,
                                                .at = now_ + server.how.after,
                                                .bytes_arriving = server.how.bytes_arriving};
        remember_begun(evidence_.endpoints[i], now_, jitter_);
        server.looks.push_back(clock());
        any = true;
    }
    return any;
}

void Life::end_looks() {
    for (std::size_t i = 0; i < servers_.size(); ++i)
        if (servers_[i].under_way && servers_[i].under_way->at <= now_)
            remember_look(evidence_.endpoints[i], *std::exchange(servers_[i].under_way, {}), profile_.probe);
}

base::Instant Life::next_event(base::Instant limit) const {
    auto next = std::min(limit, verdict_.judge_again_at.value_or(limit));
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        if (servers_[i].under_way)
            next = std::min(next, servers_[i].under_way->at);
        next = std::min(next, verdict_.look_at[i].value_or(limit));
    }
    return next;
}

} // namespace offline::judge
