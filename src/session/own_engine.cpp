#include "session/own_engine.h"

#include <utility>

#include "session/process.h"

namespace offline::session {

OwnEngine::OwnEngine(engine::Watched watched, bool temporary)
    : watched_(std::move(watched)), temporary_(temporary) {}

OwnEngine::~OwnEngine() {
    if (temporary_ && !in_forked_child())
        process_engine().close(watched_);
}

Authority::Opinion OwnEngine::opinion() const {
    const auto now = watched_.state->snapshot(*watched_.state->global());
    return {now.wish, std::string(model::verdict_word(now.verdict))};
}

engine::Explanation OwnEngine::explain() const {
    process_engine().await_sources();
    return process_engine().explain(watched_);
}

std::uint64_t OwnEngine::suppressed() const { return process_engine().suppressed(watched_); }

base::Result<void> OwnEngine::report_met(bool ok, const std::string& endpoint) const {
    const auto& watcher = watched_.watcher;
    if (!endpoint.empty() && !(watcher && watcher->watches(endpoint)))
        return base::failure(base::Code::usage, watched_.state->name() + " has no endpoint " + endpoint);
    if (!engine_is_gone())
        process_engine().report(watched_, ok, endpoint);
    return {};
}

Judged judged_here(engine::Watched watched, bool temporary) {
    auto state = watched.state;
    return {std::move(state), std::make_shared<const OwnEngine>(std::move(watched), temporary)};
}

base::Result<Judged> open_here(std::string_view name, bool create) {
    auto& engine = process_engine();
    auto opened = create ? engine.open_or_create(name) : engine.open(name);
    if (!opened)
        return opened.error();
    return judged_here(std::move(*opened));
}

std::vector<model::Source> sources_here() {
    process_engine().await_sources();
    return process_engine().sources();
}

} // namespace offline::session
