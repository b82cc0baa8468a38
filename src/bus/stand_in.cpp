#include "bus/stand_in.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "dispatch/quiet_thread.h"
#include "engine/profile_store.h"

namespace offline::bus {
namespace {

model::Profile on_disk(const std::string& name, const std::vector<std::string>& endpoints) {
    if (auto loaded = engine::ProfileStore::of_this_user().load(name)) {
        loaded->name = name;
        return std::move(*loaded);
    }
    model::Profile as_told{.name = name, .endpoints = {}};
    if (auto parsed = model::parse_endpoints(endpoints))
        as_told.endpoints = std::move(*parsed);
    return as_told;
}

} // namespace

StandIn::StandIn(engine::Runtime& runtime, EngineOfTheProcess engine)
    : runtime_(runtime), engine_(std::move(engine)) {}

// A disk may take its time, and to make an engine waits for the loop: neither is done on the loop.
void StandIn::begin(const std::shared_ptr<engine::ProfileState>& state, std::vector<std::string> endpoints,
                    std::string why) {
    const auto term = std::make_shared<Term>(Term{why, std::nullopt});
    dispatch::quiet_thread([this, state, term, endpoints = std::move(endpoints)] {
        engine_();
        boost::asio::post(runtime_.loop(),
                          [this, state, term, profile = on_disk(state->name(), endpoints)]() mutable {
                              take_up(state, term, std::move(profile));
                          });
    }).detach();
    bool first = false;
    {
        const std::lock_guard lock(mutex_);
        first = terms_.empty();
        terms_[state.get()] = term;
    }
    if (first)
        say(why);
}

void StandIn::take_up(const std::shared_ptr<engine::ProfileState>& state, const std::shared_ptr<Term>& term,
                      model::Profile profile) {
    const auto is_over = [&] {
        const std::lock_guard lock(mutex_);
        const auto now = terms_.find(state.get());
        return now == terms_.end() || now->second != term;
    };
    if (is_over())
        return;
    auto watched = engine_().watch_for(state, std::move(profile));
    const std::lock_guard lock(mutex_);
    term->watched = std::move(watched);
}

void StandIn::end(const engine::ProfileState& state) {
    std::shared_ptr<Term> ended;
    bool last = false;
    {
        const std::lock_guard lock(mutex_);
        auto term = terms_.extract(&state);
        if (!term)
            return;
        ended = std::move(term.mapped());
        last = terms_.empty();
    }
    if (ended->watched)
        engine_().close(*ended->watched);
    if (last)
        say({});
}

std::optional<engine::Watched> StandIn::watched(const engine::ProfileState& state) const {
    const std::lock_guard lock(mutex_);
    const auto term = terms_.find(&state);
    return term == terms_.end() ? std::nullopt : term->second->watched;
}

std::optional<std::string> StandIn::why() const {
    const std::lock_guard lock(mutex_);
    return terms_.empty() ? std::nullopt : std::optional(terms_.begin()->second->why);
}

void StandIn::hear(Hear hear) {
    runtime_.on_loop([this, hear = std::move(hear)] {
        hear_ = hear;
        return true;
    });
}

void StandIn::say(const std::optional<std::string>& why) const {
    if (hear_)
        hear_(why);
}

} // namespace offline::bus
