#include "engine/engine.h"

#include <algorithm>
#include <exception>
#include <future>
#include <iterator>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>

#include "engine/profile_store.h"

namespace offline::engine {
namespace {

namespace asio = boost::asio;

// Nobody is told `unknown` of a profile that was judged before.
Watcher::Tell tell_once_judged(std::shared_ptr<ProfileState> state) {
    return [state = std::move(state), judged = false](const model::Verdict& verdict) mutable {
        judged = judged || verdict.reason != Reason::unknown;
        if (judged)
            state->verdict(verdict);
    };
}

} // namespace

// On the loop.
template <class Visit>
void Engine::for_each_watcher(Visit visit) {
    for (const auto& [state, watcher] : opened_)
        if (watcher)
            visit(*watcher);
}

Engine::Engine(Runtime& runtime) : runtime_(runtime) {
    runtime_.on_loop([this] {
        kernel_.listen([this](const News& news) { hear(news); });
        machine_.listen(machine_listener());
        runtime_.after_each_step([this] { machine_.woken(); });
        return true;
    });
}

Engine::~Engine() {
    asio::post(loop_, [this] {
        for_each_watcher([](Watcher& each) { each.stop(); });
        opened_.clear();
        machine_.stop();
        kernel_.stop();
    });
    runtime_.end();
}

void Engine::hear(const News& news) {
    const auto now = std::chrono::steady_clock::now();
    for_each_watcher([&](Watcher& each) {
        each.kernel_changed(news.changes, now);
        if (news.of_another_network)
            each.look_again([] {});
    });
}

Machine::Listener Engine::machine_listener() {
    return {.sleeps = [this](std::function<void()> told) { tell_of_sleep(std::move(told)); },
            .wakes = [this] { tell_of_waking(); },
            .slept_unannounced =
                [this] {
                    const auto now = std::chrono::steady_clock::now();
                    for_each_watcher([&](Watcher& each) { each.slept_unannounced(now); });
                    say_asleep(false);
                },
            .hint = [this] { look_again(); },
            .other_name_servers =
                [this] {
                    const auto now = std::chrono::steady_clock::now();
                    for_each_watcher([&](Watcher& each) { each.other_name_servers(now); });
                },
            .metered =
                [this](bool is) {
                    metered_ = is;
                    for_each_watcher([&](Watcher& each) { each.metered(is); });
                }};
}

void Engine::look_again() {
    for_each_watcher([](Watcher& each) { each.look_again([] {}); });
}

// The last one that has been told, or nobody, lets the machine sleep.
void Engine::tell_of_sleep(std::function<void()> told) {
    say_asleep(true);
    const std::shared_ptr<void> last(nullptr, [told = std::move(told)](void*) { told(); });
    for (const auto& profile : opened_)
        profile.state->sleep(true, [last] {});
}

// What was met before the sleep is forgotten first, so that no old verdict comes back with the waking.
void Engine::tell_of_waking() {
    const auto now = std::chrono::steady_clock::now();
    for (const auto& [state, watcher] : opened_) {
        if (watcher)
            watcher->slept(now);
        state->sleep(false, [] {});
    }
    say_asleep(false);
}

void Engine::hear_of_sleep(std::function<void(bool asleep)> hear) {
    asio::post(loop_, [this, hear = std::move(hear)]() mutable { hear_of_sleep_ = std::move(hear); });
}

void Engine::hear_of_looks(Lookout::Hear hear) {
    asio::post(loop_, [this, hear = std::move(hear)]() mutable { lookout_.heard_by(std::move(hear)); });
}

void Engine::say_asleep(bool is) const {
    if (hear_of_sleep_)
        hear_of_sleep_(is);
}

void Engine::take_up(const Watched& profile) {
    opened_.push_back(profile);
    if (machine_.asleep())
        profile.state->sleep(true, [] {});
    if (!profile.watcher)
        return;
    profile.watcher->start();
    if (metered_)
        profile.watcher->metered(true);
}

base::Result<Watched> Engine::open(std::string_view name) {
    const auto key = model::name_key(name);
    if (auto opened = opened_already(key))
        return *opened;
    // A disk may take its time: without the lock.
    auto profile = ProfileStore::of_this_user().load(name);
    if (!profile)
        return profile.error();
    return open(std::move(*profile));
}

base::Result<Watched> Engine::open_or_create(std::string_view name) {
    auto known = open(name);
    if (known || known.error().code != base::Code::not_found)
        return known;
    return open(model::Profile{.name = std::string(name)});
}

std::optional<Watched> Engine::opened_already(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = profiles_.find(key);
    return found == profiles_.end() ? std::nullopt : std::optional(found->second);
}

Watched Engine::open(model::Profile profile, const Prepare& prepare) {
    const std::lock_guard lock(mutex_);
    const auto key = model::name_key(profile.name);
    if (const auto found = profiles_.find(key); found != profiles_.end())
        return found->second;
    return profiles_.emplace(key, watch(std::move(profile), prepare)).first->second;
}

Watched Engine::replace(model::Profile profile) {
    const std::lock_guard lock(mutex_);
    auto& known = profiles_.at(model::name_key(profile.name));
    const auto before = known;
    set_watcher(known, std::move(profile), tell_once_judged(known.state));
    asio::post(loop_, [this, before, now = known] {
        leave(before);
        if (!now.watcher)
            now.state->verdict({});
        take_up(now);
    });
    return known;
}

void Engine::forget(const Watched& profile) {
    {
        const std::lock_guard lock(mutex_);
        profiles_.erase(model::name_key(profile.state->name()));
    }
    close(profile);
}

Watched Engine::watch(model::Profile profile, const Prepare& prepare) {
    Watched watched{std::make_shared<ProfileState>(profile.name, runtime_.dispatcher()), nullptr};
    if (prepare)
        prepare(watched.state);
    set_watcher(watched, std::move(profile),
                [state = watched.state](const model::Verdict& verdict) { state->verdict(verdict); });
    asio::post(loop_, [this, watched] { take_up(watched); });
    return watched;
}

Watched Engine::watch_for(std::shared_ptr<ProfileState> state, model::Profile profile) {
    Watched watched{std::move(state), nullptr};
    set_watcher(watched, std::move(profile), tell_once_judged(watched.state));
    if (!watched.watcher)
        watched.state->verdict({});
    take_up(watched);
    return watched;
}

void Engine::set_watcher(Watched& watched, model::Profile profile, Watcher::Tell tell) {
    watched.watcher.reset();
    if (profile.endpoints.empty())
        return watched.state->look_again_by({});
    if (kernel_.is_blind() && profile.probe.interval == std::chrono::nanoseconds::zero())
        profile.probe.interval = profile.probe.retry_max;
    watched.watcher = std::make_shared<Watcher>(loop_.get_executor(), kernel_.ways(), lookout_,
                                                std::move(profile), std::move(tell));
    watched.state->look_again_by([this, weak = std::weak_ptr(watched.watcher)](std::function<void()> seen) {
        asio::post(loop_, [weak, seen = std::move(seen)]() mutable {
            if (const auto alive = weak.lock())
                alive->look_again(std::move(seen));
            else
                seen();
        });
    });
}

void Engine::close(const Watched& profile) {
    asio::dispatch(loop_, [this, profile] { leave(profile); });
}

void Engine::leave(const Watched& profile) {
    if (profile.watcher)
        profile.watcher->stop();
    std::erase_if(opened_, [&](const Watched& each) { return each.state == profile.state; });
}

model::Look Engine::look(const model::Endpoint& endpoint, std::chrono::nanoseconds timeout) {
    const auto look = [this, endpoint, timeout](auto done) {
        asio::co_spawn(loop_, prober_.look({.endpoint = endpoint, .timeout = timeout}),
                       [done](const std::exception_ptr& failed, model::Look seen) {
                           if (failed)
                               seen = {.detail = "the look broke off"};
                           done(std::move(seen));
                       });
    };
    return runtime_.await<model::Look>(look).value_or(model::Look{.detail = "this process ends"});
}

void Engine::report(const Watched& profile, bool ok, std::string endpoint) {
    if (profile.watcher)
        asio::post(loop_, [watcher = profile.watcher, ok, endpoint = std::move(endpoint)] {
            watcher->report(ok, endpoint);
        });
}

Explanation Engine::explain(const Watched& profile) {
    return runtime_.on_loop([this, profile] {
        auto all = profile.watcher ? profile.watcher->explain() : Explanation{};
        all.sources = sources_now();
        return all;
    });
}

std::uint64_t Engine::suppressed(const Watched& profile) {
    return runtime_.on_loop([watcher = profile.watcher] { return watcher ? watcher->suppressed() : 0; });
}

// A process that has just begun has not found out yet, and most know within a millisecond.
void Engine::await_sources() {
    constexpr auto patience = std::chrono::milliseconds(100);
    const auto known = std::make_shared<std::promise<void>>();
    asio::post(loop_, [this, known] { machine_.when_known([known] { known->set_value(); }); });
    known->get_future().wait_for(patience);
}

std::vector<model::Source> Engine::sources() {
    return runtime_.on_loop([this] { return sources_now(); });
}

std::vector<model::Source> Engine::sources_now() {
    using Outcome = model::Source::Outcome;
    const auto& troubles = kernel_.troubles();
    std::vector<model::Source> all{{"kernel", troubles.empty() ? Outcome::working : Outcome::failed,
                                    troubles.empty() ? "" : troubles.front()}};
    std::ranges::move(machine_.sources(), std::back_inserter(all));
    return all;
}

std::vector<std::string> Engine::troubles() {
    return runtime_.on_loop([this] { return kernel_.troubles(); });
}

} // namespace offline::engine
