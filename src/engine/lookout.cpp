#include "engine/lookout.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <set>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>

namespace offline::engine {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

std::string key_of(const model::Endpoint& endpoint, std::chrono::nanoseconds timeout) {
    return std::string(row(endpoint.scheme).name) + ' ' + endpoint.host + ' ' +
           std::to_string(endpoint.port) + ' ' + endpoint.target + ' ' + std::to_string(timeout.count());
}

} // namespace

void Lookout::enter(Onlooker& onlooker, const model::Endpoint& endpoint, std::chrono::nanoseconds timeout) {
    auto key = key_of(endpoint, timeout);
    auto& scene = scenes_[key];
    scene.key = std::move(key);
    scene.onlookers.push_back(&onlooker);
    onlooker.scene_ = &scene;
}

void Lookout::leave(Onlooker& onlooker) {
    auto* const scene = std::exchange(onlooker.scene_, nullptr);
    if (!scene)
        return;
    give_up(onlooker);
    std::erase(scene->onlookers, &onlooker);
    if (scene->onlookers.empty())
        scenes_.erase(std::string(scene->key));
}

void Lookout::look(Onlooker& onlooker, probes::Question question, base::Instant now) {
    auto& scene = *onlooker.scene_;
    if (scene.current && !scene.current->outdated)
        return join(onlooker, scene.current);
    const auto look = scene.current = std::make_shared<SharedLook>();
    look->question = std::move(question);
    join(onlooker, look);
    for (auto* const other : scene.onlookers)
        if (!other->look_) {
            join(*other, look);
            other->joins(now);
        }
    look->waits = waiting_.insert(waiting_.end(), look);
    begin_what_may();
}

// What is proved good for one who sees it is so for the look: nobody is told less than by a look of his own.
void Lookout::join(Onlooker& onlooker, const std::shared_ptr<SharedLook>& look) {
    look->onlookers.push_back(&onlooker);
    onlooker.look_ = look;
    const auto add = [](std::vector<model::Address>& all, const std::vector<model::Address>& more) {
        std::ranges::copy_if(more, std::back_inserter(all), [&](const auto& address) {
            return std::ranges::find(all, address) == all.end();
        });
    };
    add(look->question.known, onlooker.known());
    add(look->question.proved, onlooker.proved());
}

void Lookout::give_up(Onlooker& onlooker) {
    const auto look = std::exchange(onlooker.look_, nullptr);
    if (!look)
        return;
    look->outdated = true;
    std::erase(look->onlookers, &onlooker);
    if (!look->onlookers.empty())
        return;
    if (const auto waits = std::exchange(look->waits, std::nullopt))
        waiting_.erase(*waits);
    else
        look->cancel.emit(asio::cancellation_type::terminal);
}

void Lookout::begin_what_may() {
    while (open_ < most_at_once && !waiting_.empty()) {
        const auto next = waiting_.front();
        waiting_.pop_front();
        next->waits.reset();
        begin(next);
    }
}

void Lookout::begin(const std::shared_ptr<SharedLook>& look) {
    ++open_;
    look->began = Clock::now();
    auto question = look->question;
    question.place = {nullptr, [this](void*) {
                          --open_;
                          begin_what_may();
                      }};
    auto ended = [this, look](std::exception_ptr failed, model::Look seen) {
        if (failed)
            seen = {.reason = Reason::unknown, .detail = "the look broke off", .at = Clock::now()};
        end(look, seen);
    };
    asio::co_spawn(executor_, prober_.look(std::move(question)),
                   asio::bind_cancellation_slot(look->cancel.slot(), std::move(ended)));
}

void Lookout::tell_of(const SharedLook& look, const model::Look& seen) const {
    std::set<std::string> urls;
    for (const auto* const onlooker : look.onlookers)
        urls.insert(onlooker->url());
    for (const auto& url : urls)
        hear_(url, seen);
}

void Lookout::end(const std::shared_ptr<SharedLook>& look, const model::Look& seen) {
    look->outdated = true;
    if (hear_)
        tell_of(*look, seen);
    // Whoever sees it may make others leave.
    while (!look->onlookers.empty()) {
        auto* const onlooker = look->onlookers.front();
        look->onlookers.erase(look->onlookers.begin());
        onlooker->look_.reset();
        onlooker->sees(seen, look->began);
    }
}

} // namespace offline::engine
