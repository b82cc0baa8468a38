#include "life/watch.h"

#include <algorithm>
#include <utility>

#include "judge/judge.h"
#include "judge/opinion.h"
#include "judge/remember.h"

namespace offline::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto round_trip = 40ms;

} // namespace

class Watch::Ear final : public dispatch::Sink {
public:
    explicit Ear(Watch& watch) noexcept : watch_(watch) {}

    void deliver(const dispatch::Notice& notice) override {
        if (notice.kind != dispatch::Notice::Kind::phase || notice.phase != model::Phase::statechange)
            return;
        watch_.told_ = notice.transition.to;
        ++watch_.figures_.changes_told;
    }

private:
    Watch& watch_;
};

Watch::Watch(Dice& dice, Figures& figures)
    : dice_(dice), figures_(figures), door_(std::make_shared<engine::Doorkeeper>(delivery_)) {
    profile_.name = "Account";
    profile_.endpoints.push_back(model::parse_endpoint("imaps://mail.example.org").value());
    evidence_.endpoints.resize(1);
    object_ = door_->tree().global();
    delivery_.subscribe<Ear>(object_.get(), nullptr, *this);
    judge::remember_way(evidence_.endpoints[0], {.since = now_});
    judge();
}

Watch::~Watch() = default;

void Watch::turn(const Turn& turn) {
    pass_until(birth_ + turn.at);
    auto& endpoint = evidence_.endpoints[0];
    const Sight before = std::exchange(sight_, turn.sight);
    if (before.works() != sight_.works())
        ++figures_.true_changes;
    if (before.way_open != sight_.way_open || before.linked != sight_.linked) {
        judge::remember_way(
            endpoint, {.open = sight_.way_open, .link_lost = !sight_.linked, .since = now_, .detail = {}});
        if (std::exchange(under_way_, std::nullopt))
            judge::remember_abandoned(endpoint);
        if (sight_.way_open)
            judge::want_look(endpoint);
    }
    if (turn.resumed) {
        if (std::exchange(under_way_, std::nullopt))
            judge::remember_abandoned(endpoint);
        judge::remember_sleep(evidence_);
        judge::want_look(endpoint);
    }
    judge();
}

void Watch::pass_until(base::Instant then) {
    while (now_ < then) {
        const auto until = std::min(then, next());
        const auto time = until - now_;
        figures_.awake += time;
        if (sight_.works() && told_ == State::offline)
            figures_.wrongly_offline += time;
        if (!sight_.works() && told_ == State::online)
            figures_.wrongly_online += time;
        now_ = until;
        judge();
    }
}

void Watch::judge() {
    const auto before = std::pair(verdict_.state, verdict_.reason);
    do {
        if (under_way_ && under_way_->at <= now_)
            judge::remember_look(evidence_.endpoints[0], *std::exchange(under_way_, {}), profile_.probe);
        verdict_ = judge::judge(evidence_, profile_, now_);
        judge::remember_verdict(evidence_, verdict_, now_);
    } while (begin_look());
    if (before != std::pair(verdict_.state, verdict_.reason))
        door_->verdict(verdict_, now_);
    tell();
}

bool Watch::begin_look() {
    const auto at = verdict_.look_at[0];
    if (!at || *at > now_ || under_way_)
        return false;
    judge::remember_begun(evidence_.endpoints[0], now_, static_cast<double>(dice_.below(1000)) / 1000);
    under_way_ = look_at(sight_);
    if (under_way_->reason != Reason::no_route)
        ++figures_.looks;
    return true;
}

// What a look that begins now will find.
model::Look Watch::look_at(const Sight& sight) const {
    const auto found = [&](Reason reason, std::chrono::nanoseconds after) {
        model::Look look{.ok = reason == Reason::ok, .reason = reason};
        look.at = now_ + after;
        return look;
    };
    if (!sight.way_open)
        return found(Reason::no_route, 1ms);
    if (sight.path == Sight::Path::silent)
        return found(Reason::connect_timeout, profile_.probe.timeout);
    if (sight.path == Sight::Path::portal)
        return found(Reason::captive_portal, 6 * round_trip);
    switch (sight.server) {
    case Sight::Server::refuses:
        return found(Reason::refused, round_trip);
    case Sight::Server::hangs:
        return found(Reason::no_greeting, profile_.probe.timeout);
    case Sight::Server::answers:
        break;
    }
    return found(Reason::ok, 5 * round_trip);
}

void Watch::tell() {
    while (delivery_.anything_ready()) {
        dispatch::Walk walk;
        delivery_.take(walk, now_);
        walk.make_calls();
        delivery_.returned(walk, now_);
    }
}

base::Instant Watch::next() const {
    auto next = verdict_.judge_again_at.value_or(base::Instant::max());
    if (under_way_)
        next = std::min(next, under_way_->at);
    else if (verdict_.look_at[0])
        next = std::min(next, *verdict_.look_at[0]);
    return std::max(next, now_ + 1ns);
}

} // namespace offline::sim
