#include "network.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "judge/judge.h"
#include "judge/remember.h"

namespace offline::sim {
namespace {

constexpr Reason moods[] = {Reason::ok, Reason::ok, Reason::refused, Reason::no_greeting, Reason::protocol};

} // namespace

Network::Network(Dice& dice, Ledger& ledger, base::Instant now) : dice_(dice), ledger_(ledger) {
    profile_.name = "Simulated";
    for (const char* url : {"imap://imap.example.org", "smtp://smtp.example.org"})
        if (profile_.endpoints.empty() || dice_.one_in(2))
            profile_.endpoints.push_back(model::parse_endpoint(url).value());
    profile_.require = dice_.one_in(2) ? model::Require::any : model::Require::all;
    evidence_.endpoints.resize(profile_.endpoints.size());
    servers_.resize(profile_.endpoints.size());
    for (auto& endpoint : evidence_.endpoints)
        judge::remember_way(endpoint, {.open = true, .link_lost = false, .since = now, .detail = {}});
}

void Network::stir(base::Instant now) {
    const auto index = dice_.below(servers_.size());
    const auto kind = dice_.below(5);
    ledger_.event(now, "network", index, kind);
    auto& endpoint = evidence_.endpoints[index];
    switch (kind) {
    case 0:
        return judge::remember_way(endpoint,
                                   {.open = false, .link_lost = dice_.one_in(2), .since = now, .detail = {}});
    case 1:
        judge::remember_way(endpoint, {.open = true, .link_lost = false, .since = now, .detail = {}});
        return judge::want_look(endpoint);
    case 2:
        return judge::want_look(endpoint);
    default:
        servers_[index].reason = moods[dice_.below(std::size(moods))];
        servers_[index].after = std::chrono::milliseconds(1 + dice_.below(500));
    }
}

void Network::look_again(base::Instant) {
    for (auto& endpoint : evidence_.endpoints)
        if (!endpoint.look_began)
            judge::want_look(endpoint);
}

std::optional<model::Verdict> Network::judge(base::Instant now) {
    const bool first = !std::exchange(judged_, true);
    const auto before = std::pair(verdict_.state, verdict_.reason);
    do {
        end_looks(now);
        verdict_ = judge::judge(evidence_, profile_, now);
        judge::remember_verdict(evidence_, verdict_, now);
        ledger_.expect(!verdict_.judge_again_at || *verdict_.judge_again_at > now,
                       "the judge asks for no time past");
    } while (begin_looks(now));
    if (!first && before == std::pair(verdict_.state, verdict_.reason))
        return std::nullopt;
    return verdict_;
}

base::Instant Network::next_event() const {
    auto next = verdict_.judge_again_at.value_or(base::Instant::max());
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        if (servers_[i].under_way)
            next = std::min(next, servers_[i].under_way->at);
        if (i < verdict_.look_at.size())
            next = std::min(next, verdict_.look_at[i].value_or(next));
    }
    return next;
}

bool Network::begin_looks(base::Instant now) {
    bool any = false;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
        if (!verdict_.look_at[i] || *verdict_.look_at[i] > now)
            continue;
        auto& server = servers_[i];
        ledger_.expect(!server.under_way, "one look at a server at a time");
        const auto& way = evidence_.endpoints[i].way;
        const auto reason = way && !way->open ? Reason::no_route : server.reason;
        server.under_way = model::Look{.ok = reason == Reason::ok,
                                       .reason = reason,
                                       .detail = {},
                                       .address = {},
                                       .resolved = {},
                                       .steps = {},
                                       .at = now + server.after};
        judge::remember_begun(evidence_.endpoints[i], now, 0.5);
        ledger_.event(now, "look", i);
        any = true;
    }
    return any;
}

void Network::end_looks(base::Instant now) {
    for (std::size_t i = 0; i < servers_.size(); ++i)
        if (servers_[i].under_way && servers_[i].under_way->at <= now)
            judge::remember_look(evidence_.endpoints[i], *std::exchange(servers_[i].under_way, {}),
                                 profile_.probe);
}

} // namespace offline::sim
