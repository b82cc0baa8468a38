#include "bus/consequences.h"

#include <utility>

#include <boost/asio/post.hpp>

namespace offline::bus {
namespace {

std::vector<history::Witness> witnesses(const engine::Explanation& known) {
    std::vector<history::Witness> all;
    for (const auto& [endpoint, look, looking, next_look] : known.endpoints)
        if (look)
            all.push_back({endpoint.url, look->ok, look->reason, look->detail,
                           look->address ? look->address->to_string() : "", look->total});
    return all;
}

// From nobody knew to it is so: a profile that was online all the time comes online for its programs then.
bool is_the_first_verdict(const model::Transition& moved) {
    return moved.from == moved.to && moved.old_reason == Reason::unknown;
}

} // namespace

Consequences::Consequences(engine::Engine& engine, std::shared_ptr<history::Journal> journal, Say say,
                           const model::Profile& profile, const model::Standing& standing)
    : engine_(engine), journal_(std::move(journal)), say_(std::move(say)), name_(profile.name) {
    record(history::Watch{history::Watch::Kind::begins, name_, standing});
    hooks_are(profile.hooks);
}

Consequences::~Consequences() {
    if (!played_)
        record(history::Watch{history::Watch::Kind::ends, name_, {}});
}

// What the endpoints said is known on the engine's loop; all records go by there, so that they keep their
// order.
void Consequences::told(const engine::Watched& profile, const model::Transition& moved) {
    if (!played_)
        boost::asio::post(engine_.runtime().loop(), [journal = journal_, watcher = profile.watcher,
                                                     change = history::Change{name_, moved, {}}]() mutable {
            if (watcher)
                change.evidence = witnesses(watcher->explain());
            journal->record(std::move(change));
        });
    if (!played_ && moved.from != moved.to)
        ++changes_[{moved.to, moved.reason}];
    if (runner_ && (moved.from != moved.to || is_the_first_verdict(moved)))
        runner_->profile_is(moved.to, moved.reason);
}

void Consequences::wished(State wish) { record(history::Wish{name_, wish}); }

void Consequences::play_begins() {
    if (!std::exchange(played_, true))
        record(history::Watch{history::Watch::Kind::ends, name_, {}});
}

void Consequences::play_ended(const model::Standing& standing) {
    if (std::exchange(played_, false))
        record(history::Watch{history::Watch::Kind::begins, name_, standing});
}

void Consequences::hooks_are(const model::Hooks& hooks) {
    if (runner_ && hooks == hooks_)
        return;
    hooks_ = hooks;
    runner_ = std::make_unique<programs::HookRunner>(name_, hooks, say_.warn);
}

void Consequences::record(history::Record record) {
    boost::asio::post(engine_.runtime().loop(), [journal = journal_, record = std::move(record)]() mutable {
        journal->record(std::move(record));
    });
}

} // namespace offline::bus
