#include "engine/lookout.h"

#include <exception>

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
    onlooker.place_ = places_++;
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
    if (scene.current && !scene.current->outdated) {
        scene.current->onlookers.push_back(&onlooker);
        onlooker.look_ = scene.current;
        return;
    }
    const auto look = scene.current = std::make_shared<SharedLook>();
    look->question = std::move(question);
    look->onlookers = {&onlooker};
    onlooker.look_ = look;
    for (auto* const other : scene.onlookers)
        if (!other->look_) {
            other->look_ = look;
            look->onlookers.push_back(other);
            other->joins(now);
        }
    waiting_.emplace(onlooker.place_, look);
    begin_what_may();
}

void Lookout::give_up(Onlooker& onlooker) {
    const auto look = std::exchange(onlooker.look_, nullptr);
    if (!look)
        return;
    look->outdated = true;
    std::erase(look->onlookers, &onlooker);
    if (!look->onlookers.empty())
        return;
    const auto waits = std::erase_if(waiting_, [&](const auto& each) { return each.second == look; });
    if (waits == 0)
        look->cancel.emit(asio::cancellation_type::terminal);
}

void Lookout::begin_what_may() {
    while (open_ < most_at_once && !waiting_.empty()) {
        const auto next = waiting_.begin()->second;
        waiting_.erase(waiting_.begin());
        begin(next);
    }
}

void Lookout::begin(const std::shared_ptr<SharedLook>& look) {
    ++open_;
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

void Lookout::end(const std::shared_ptr<SharedLook>& look, const model::Look& seen) {
    look->outdated = true;
    // Whoever sees it may make others leave.
    while (!look->onlookers.empty()) {
        auto* const onlooker = look->onlookers.front();
        look->onlookers.erase(look->onlookers.begin());
        onlooker->look_.reset();
        onlooker->sees(seen);
    }
}

} // namespace offline::engine
