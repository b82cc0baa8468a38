#include "session/session.h"

#include <mutex>
#include <utility>

#include "engine/engine.h"
#include "session/process.h"

namespace offline::session {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto of_no_use_in_a_fork =
    "this process is a fork of the one that watches; exec a program of its own";

// Tells a listener. The snapshot goes first: whoever delivers before it is out waits for it.
class ListenerSink final : public dispatch::Sink {
public:
    explicit ListenerSink(std::shared_ptr<Listener> listener, std::shared_ptr<std::mutex> snapshot_is_out)
        : listener_(std::move(listener)), snapshot_is_out_(std::move(snapshot_is_out)) {}

    void deliver(const dispatch::Notice& notice) override {
        { const std::lock_guard wait(*snapshot_is_out_); }
        const auto& moved = notice.transition;
        const bool phase = notice.kind == dispatch::Notice::Kind::phase;
        (*listener_)({phase ? Event::Kind::notify : Event::Kind::reason, notice.phase, moved.from, moved.to,
                      moved.old_reason, moved.reason, moved.detail, Clock::now()});
    }

    bool wants_reasons() const noexcept override { return true; }

private:
    std::shared_ptr<Listener> listener_;
    std::shared_ptr<std::mutex> snapshot_is_out_;
};

} // namespace

struct Session::Handle {
    engine::Watched watched;
    bool temporary;

    Handle(engine::Watched profile, bool ends_with_this)
        : watched(std::move(profile)), temporary(ends_with_this) {}

    ~Handle() {
        if (temporary && !in_forked_child())
            process_engine().close(watched);
    }

    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    engine::ProfileState& profile() const { return *watched.state; }

    const tree::Object& global() const { return *watched.state->global(); }
};

Session::Session(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

base::Result<Session> Session::open(std::string_view name) {
    if (in_forked_child())
        return base::failure(base::Code::unexpected, of_no_use_in_a_fork);
    auto profile = process_engine().open(name);
    if (!profile)
        return profile.error();
    return Session(std::make_shared<Handle>(std::move(*profile), false));
}

Session Session::open(model::Profile profile) {
    return Session(std::make_shared<Handle>(process_engine().open(std::move(profile)), false));
}

Session Session::temporary(std::vector<model::Endpoint> endpoints, model::Require require,
                           model::ProbePolicy probe) {
    model::Profile profile{
        .name = "-", .endpoints = std::move(endpoints), .require = require, .probe = probe};
    return Session(std::make_shared<Handle>(process_engine().watch(std::move(profile)), true));
}

const std::string& Session::name() const noexcept { return handle_->profile().name(); }

State Session::state() const noexcept { return handle_->global().state(); }

Report Session::report() const {
    if (in_forked_child())
        return {name(), state(), Reason::unknown, of_no_use_in_a_fork, {}, State::online, "unknown"};
    const auto [standing, wish, verdict] = handle_->profile().snapshot(handle_->global());
    std::optional<base::WallTime> since;
    if (standing.since != base::Instant{})
        since =
            std::chrono::system_clock::now() -
            std::chrono::duration_cast<std::chrono::system_clock::duration>(Clock::now() - standing.since);
    return {
        name(), standing.state, standing.reason, standing.detail, since, wish, model::verdict_word(verdict)};
}

Explanation Session::explain() const {
    if (engine_is_gone())
        return {report(), {}, 0, {}, {}};
    process_engine().await_sources();
    auto known = process_engine().explain(handle_->watched);
    Explanation all{report(), {}, known.suppressed, {}, std::move(known.sources)};
    for (auto& [endpoint, look, looking, next_look] : known.endpoints)
        all.endpoints.push_back({std::move(endpoint), std::move(look), looking, next_look});
    if (known.next_look)
        all.next_look_in = std::max(*known.next_look - Clock::now(), base::Duration::zero());
    return all;
}

std::uint64_t Session::suppressed() const {
    return engine_is_gone() ? 0 : process_engine().explain(handle_->watched).suppressed;
}

base::Result<void> Session::report_met(bool ok, const std::string& endpoint) const {
    const auto& watcher = handle_->watched.watcher;
    if (!endpoint.empty() && !(watcher && watcher->watches(endpoint)))
        return base::failure(base::Code::usage, name() + " has no endpoint " + endpoint);
    if (!engine_is_gone())
        process_engine().report(handle_->watched, ok, endpoint);
    return {};
}

bool Session::wait_judged(base::Duration limit) const {
    if (in_forked_child())
        return false;
    const auto now = Clock::now();
    const bool for_ever = limit > Clock::time_point::max() - now;
    return handle_->profile().wait_judged(for_ever ? std::nullopt : std::optional(now + limit));
}

Subscription Session::subscribe(Listener listener) const {
    if (in_forked_child())
        return {};
    come_before_the_clients_exit_handlers();
    const auto shared = std::make_shared<Listener>(std::move(listener));
    const auto snapshot_is_out = std::make_shared<std::mutex>();
    const std::lock_guard first(*snapshot_is_out);
    const auto [token, now] = handle_->profile().subscribe<ListenerSink>(
        handle_->global(), nullptr, [](dispatch::Token) {}, shared, snapshot_is_out);
    Subscription subscription(handle_, token);
    try {
        (*shared)({Event::Kind::snapshot,
                   {},
                   now.state,
                   now.state,
                   now.reason,
                   now.reason,
                   now.detail,
                   Clock::now()});
    } catch (...) {
        // What a listener throws ends here, as it does for every later event.
    }
    return subscription;
}

Subscription::Subscription(std::shared_ptr<Session::Handle> handle, dispatch::Token token)
    : handle_(std::move(handle)), token_(token) {}

Subscription::Subscription(Subscription&& other) noexcept
    : handle_(std::move(other.handle_)), token_(std::exchange(other.token_, dispatch::Token::none)) {}

Subscription& Subscription::operator=(Subscription&& other) noexcept {
    Subscription ends_now(std::move(other));
    std::swap(handle_, ends_now.handle_);
    std::swap(token_, ends_now.token_);
    return *this;
}

Subscription::~Subscription() {
    if (token_ != dispatch::Token::none && !in_forked_child())
        handle_->profile().dispatcher().unsubscribe(token_);
}

model::Look probe_once(const model::Endpoint& endpoint, base::Duration timeout) {
    if (engine_is_gone())
        return {.reason = Reason::unknown, .detail = "this process ends"};
    return process_engine().look(endpoint, timeout);
}

std::vector<model::Source> sources() {
    if (engine_is_gone())
        return {};
    process_engine().await_sources();
    return process_engine().sources();
}

std::vector<std::string> troubles() {
    if (engine_is_gone())
        return {};
    return process_engine().troubles();
}

} // namespace offline::session
