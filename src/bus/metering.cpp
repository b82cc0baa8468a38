#include "bus/metering.h"

#include <chrono>
#include <set>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

#include "metrics/page.h"

namespace offline::bus {
namespace {

namespace asio = boost::asio;

// A daemon that is replaced has ended by then.
constexpr auto until_the_next_try = std::chrono::milliseconds(200);
constexpr int most_tries = 25;

} // namespace

/// What is known of the profiles, with those who know the rest.
struct Metering::Gathered {
    std::vector<metrics::Profile> profiles;
    std::vector<std::shared_ptr<engine::Watcher>> watchers; ///< in the same order
};

Metering::Metering(const Surroundings& around, const Profiles& profiles, std::string version,
                   metrics::Place place)
    : around_(around),
      profiles_(profiles),
      version_(std::move(version)),
      place_(std::move(place)),
      looks_(std::make_shared<metrics::Looks>()),
      again_(around.loop) {
    around.engine.hear_of_looks([this, loop = around.loop, known = std::weak_ptr(looks_)](
                                    const std::string& url, const model::Look& look) {
        asio::post(loop, [this, known, url, look] {
            if (!known.expired())
                saw(url, look);
        });
    });
    listen(most_tries);
}

void Metering::listen(int tries) {
    auto opened = metrics::Listener::open(place_);
    if (opened) {
        around_.say.note("metrics are told at " + (*opened)->place().text());
        server_ = std::make_unique<metrics::Server>(around_.loop, std::move(*opened),
                                                    [this](auto tell) { gather(std::move(tell)); });
    } else if (tries > 0) {
        again_.set(until_the_next_try, [this, tries] { listen(tries - 1); });
    } else {
        around_.say.warn(opened.error().what + "; the daemon goes on without");
    }
}

void Metering::saw(const std::string& url, const model::Look& look) {
    if (!looks_->has_room_for(url))
        forget_endpoints_without_profile();
    looks_->saw(url, look);
}

// What each profile has is known here; what the kernel said that changed nothing, on the engine's thread.
void Metering::gather(std::function<void(std::string)> tell) {
    forget_endpoints_without_profile();
    auto gathered = std::make_shared<Gathered>();
    profiles_.for_each([&](const ProfileOnBus& profile) {
        gathered->profiles.push_back(profile.measured());
        gathered->watchers.push_back(profile.watcher());
    });
    asio::post(around_.engine.runtime().loop(),
               [this, known = std::weak_ptr(looks_), loop = around_.loop, gathered = std::move(gathered),
                tell = std::move(tell)]() mutable {
                   for (std::size_t i = 0; i < gathered->profiles.size(); ++i)
                       if (const auto& watcher = gathered->watchers[i])
                           gathered->profiles[i].suppressed = watcher->suppressed();
                   gathered->watchers.clear();
                   asio::post(loop, [this, known, gathered = std::move(gathered), tell = std::move(tell)] {
                       if (!known.expired())
                           tell(metrics::page(gathered->profiles, *looks_, version_));
                   });
               });
}

void Metering::forget_endpoints_without_profile() {
    std::set<std::string> urls;
    profiles_.for_each([&](const ProfileOnBus& profile) {
        for (const auto& endpoint : profile.profile().endpoints)
            urls.insert(endpoint.url);
    });
    looks_->keep_only(urls);
}

} // namespace offline::bus
