#include "session/session.h"

#include <mutex>
#include <utility>

#include "engine/engine.h"
#include "session/authority.h"
#include "session/own_engine.h"
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
    Judged judged;

    engine::ProfileState& profile() const { return *judged.state; }

    const Authority& authority() const { return *judged.authority; }

    const tree::Object& global() const { return *judged.state->global(); }
};

Session::Session(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}

base::Result<Session> Session::open(std::string_view name) {
    if (in_forked_child())
        return base::failure(base::Code::unexpected, of_no_use_in_a_fork);
    return handle_of(open_profile(name, false));
}

base::Result<Session> Session::open_or_create(std::string_view name) {
    if (in_forked_child())
        return base::failure(base::Code::unexpected, of_no_use_in_a_fork);
    return handle_of(open_profile(name, true));
}

base::Result<Session> Session::open(model::Profile profile) {
    return handle_of(open_profile(std::move(profile)));
}

base::Result<Session> Session::handle_of(base::Result<Judged> profile) {
    if (!profile)
        return profile.error();
    return Session(std::make_shared<Handle>(std::move(*profile)));
}

Session Session::temporary(std::vector<model::Endpoint> endpoints, model::Require require,
                           model::ProbePolicy probe) {
    model::Profile profile{
        .name = "-", .endpoints = std::move(endpoints), .require = require, .probe = probe};
    constexpr bool ends_with_the_handle = true;
    return Session(std::make_shared<Handle>(
        judged_here(process_engine().watch(std::move(profile)), ends_with_the_handle)));
}

const std::string& Session::name() const noexcept { return handle_->profile().name(); }

State Session::state() const noexcept { return handle_->global().state(); }

Report Session::report() const {
    if (in_forked_child())
        return {name(), state(), Reason::unknown, of_no_use_in_a_fork, {}, State::online, "unknown"};
    const auto standing = handle_->profile().snapshot(handle_->global()).standing;
    auto [wish, verdict] = handle_->authority().opinion();
    std::optional<base::WallTime> since;
    if (standing.since != base::Instant{})
        since =
            std::chrono::system_clock::now() -
            std::chrono::duration_cast<std::chrono::system_clock::duration>(Clock::now() - standing.since);
    return {name(), standing.state, standing.reason, standing.detail, since, wish, std::move(verdict)};
}

Explanation Session::explain() const {
    if (engine_is_gone())
        return {report(), {}, 0, {}, {}, {}};
    auto known = handle_->authority().explain();
    Explanation all{report(), {}, known.suppressed, {}, std::move(known.sources), std::move(known.objects)};
    for (auto& [endpoint, look, looking, next_look] : known.endpoints)
        all.endpoints.push_back({std::move(endpoint), std::move(look), looking, next_look});
    if (known.next_look)
        all.next_look_in = std::max(*known.next_look - Clock::now(), base::Duration::zero());
    return all;
}

std::uint64_t Session::suppressed() const { return engine_is_gone() ? 0 : handle_->authority().suppressed(); }

base::Result<void> Session::set(State state, bool wait) const {
    using Wait = engine::ProfileState::Wait;
    if (in_forked_child())
        return base::failure(base::Code::unexpected, of_no_use_in_a_fork);
    auto& profile = handle_->profile();
    return profile.wish(*profile.global(), state, wait ? Wait::yes : Wait::no);
}

base::Result<void> Session::report_met(bool ok, const std::string& endpoint) const {
    return engine_is_gone() ? base::Result<void>() : handle_->authority().report_met(ok, endpoint);
}

base::Result<void> Session::play(const Played& played) const {
    if (engine_is_gone())
        return base::failure(base::Code::unexpected, "this process ends");
    return handle_->authority().play(played);
}

base::Result<void> Session::end_play() const {
    return engine_is_gone() ? base::Result<void>() : handle_->authority().end_play();
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

std::vector<std::string> troubles() {
    if (engine_is_gone())
        return {};
    return process_engine().troubles();
}

} // namespace offline::session
