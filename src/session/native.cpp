#include <offline/session.h>

#include <utility>

#include "session/process.h"
#include "session/session.h"

namespace offline {
namespace {

Notification::Kind kind_of(const session::Event& event) {
    using Kind = Notification::Kind;
    if (event.kind == session::Event::Kind::snapshot)
        return Kind::snapshot;
    if (event.kind == session::Event::Kind::reason)
        return Kind::reason;
    switch (event.phase) {
    case model::Phase::start:
        return Kind::start;
    case model::Phase::statechange:
        return Kind::statechange;
    case model::Phase::done:
        break;
    }
    return Kind::done;
}

void say(std::string* why, const base::Failure& failed) {
    if (why)
        *why = failed.what;
}

} // namespace

struct Session::Inner {
    session::Session session;
};

struct Subscription::Inner {
    session::Subscription subscription;
};

Session::Session(std::shared_ptr<const Inner> inner) : inner_(std::move(inner)) {}

std::optional<Session> Session::open(std::string_view profile, std::string* why) {
    auto opened = session::Session::open(profile);
    if (!opened)
        return say(why, opened.error()), std::nullopt;
    return Session(std::make_shared<const Inner>(Inner{std::move(*opened)}));
}

std::optional<Session> Session::watch(const std::vector<std::string>& urls, std::string* why) {
    if (session::in_forked_child())
        return say(why, {base::Code::unexpected, "this process is a fork"}), std::nullopt;
    if (urls.empty())
        return say(why, {base::Code::usage, "name at least one endpoint"}), std::nullopt;
    auto endpoints = model::parse_endpoints(urls);
    if (!endpoints)
        return say(why, endpoints.error()), std::nullopt;
    return Session(std::make_shared<const Inner>(Inner{session::Session::temporary(std::move(*endpoints))}));
}

State Session::state() const noexcept { return inner_->session.state(); }

Status Session::status() const {
    auto report = inner_->session.report();
    return {std::move(report.profile), report.state, report.reason, std::move(report.detail), report.since};
}

std::uint64_t Session::suppressed() const { return inner_->session.suppressed(); }

bool Session::report(Met met, std::string_view endpoint) const {
    return inner_->session.report_met(met == Met::ok, std::string(endpoint)).has_value();
}

bool Session::wait_judged(std::chrono::nanoseconds limit) const { return inner_->session.wait_judged(limit); }

Subscription Session::subscribe(Callback callback) const {
    auto tell = [callback = std::move(callback)](const session::Event& event) {
        callback({kind_of(event), event.old_state, event.new_state, event.reason, event.detail, event.at});
    };
    return Subscription(std::make_unique<Subscription::Inner>(
        Subscription::Inner{inner_->session.subscribe(std::move(tell))}));
}

Subscription::Subscription() noexcept = default;

Subscription::Subscription(std::unique_ptr<Inner> inner) noexcept : inner_(std::move(inner)) {}

Subscription::~Subscription() = default;
Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&&) noexcept = default;

} // namespace offline
