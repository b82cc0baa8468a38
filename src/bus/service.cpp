#include "bus/service.h"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>

#include "bus/manager_on_bus.h"
#include "bus/metering.h"
#include "bus/names.h"
#include "bus/service_manager.h"
#include "engine/profile_places.h"
#include "history/place.h"

namespace offline::bus {
namespace {

namespace asio = boost::asio;
using base::Code;
using base::failure;

constexpr auto patience_at_the_end = std::chrono::milliseconds(100);

} // namespace

struct Service::Parts {
    Parts(engine::Engine& engine, asio::io_context& loop, const Say& say,
          std::function<void(const std::string&)> lost)
        : line(loop.get_executor(), std::move(lost)),
          callers(line.connection(),
                  [this](const std::string& connection) {
                      if (profiles)
                          profiles->left(connection);
                  }),
          around{engine,
                 loop.get_executor(),
                 line,
                 callers,
                 wishes,
                 errands,
                 objects,
                 say,
                 std::make_shared<history::Journal>(history::own_history(), history::Policy{}, say.warn)},
          service_manager(loop.get_executor()) {}

    void begin(const Say& say, const std::string& version, const std::optional<metrics::Place>& metrics) {
        if (const auto loaded = wishes.load(); !loaded)
            say.warn(loaded.error().what);
        around.engine.hear_of_sleep([journal = around.journal](bool asleep) {
            using Kind = history::Sleep::Kind;
            journal->record(history::Sleep{asleep ? Kind::falls_asleep : Kind::wakes});
        });
        profiles.emplace(around, say);
        manager.emplace(around, *profiles, version);
        if (metrics)
            metering.emplace(around, *profiles, version, *metrics);
        profiles->reload();
    }

    BusLine line;
    Callers callers;
    Wishes wishes{engine::kept_state() / "wishes.toml"};
    Errands errands;
    ObjectTally objects;
    const Surroundings around;
    ServiceManager service_manager;
    std::optional<Profiles> profiles;
    std::optional<ManagerOnBus> manager;
    std::optional<Metering> metering;
};

Service::Service(engine::Engine& engine, asio::io_context& loop, Say say, std::function<void(int)> ended)
    : engine_(engine), loop_(loop), say_(std::move(say)), ended_(std::move(ended)) {}

Service::~Service() = default;

base::Result<void> Service::start(const Settings& settings) {
    std::optional<metrics::Place> metrics;
    if (!settings.metrics.empty()) {
        auto place = metrics::parse_place(settings.metrics);
        if (!place)
            return place.error();
        metrics = std::move(*place);
    }
    try {
        parts_ = std::make_unique<Parts>(engine_, loop_, say_, [this](const std::string& why) {
            say_.warn("the session bus has gone: " + why);
            ended_(base::row(Code::unexpected).exit_status);
        });
        auto& parts = *parts_;
        // Whoever calls from here on waits for attend(); a daemon that runs already is not disturbed by
        // looks.
        if (!parts.line.take_name(bus_name, settings.replace, [this] {
                say_.note("another daemon has replaced this one");
                ended_(0);
            }))
            return failure(Code::unexpected,
                           std::string(bus_name) +
                               " is on the bus already: a daemon runs; use it, or say --replace");
        parts.begin(say_, settings.version, metrics);
        engine_.await_sources();
        parts.line.attend();
        parts.service_manager.ready();
        // Alive is: the engine's loop comes to a new task and gets the guard, and so does the loop of the
        // bus.
        parts.service_manager.feed_watchdog([this](std::function<void()> alive) {
            asio::post(engine_.runtime().loop(), [this, alive = std::move(alive)]() mutable {
                engine_.runtime().dispatcher().transact([](dispatch::Delivery&) {});
                asio::post(loop_, std::move(alive));
            });
        });
    } catch (const sdbus::Error& error) {
        return failure(Code::unexpected, "the session bus cannot be used: " + error.getMessage() +
                                             "; see DBUS_SESSION_BUS_ADDRESS");
    }
    return {};
}

void Service::reload() {
    parts_->service_manager.reloading();
    parts_->profiles->reload();
    parts_->service_manager.ready();
}

void Service::stop() {
    if (!parts_)
        return;
    parts_->service_manager.stopping();
    engine_.runtime().dispatcher().silence(patience_at_the_end);
    parts_->errands.join();
    loop_.restart();
    loop_.poll(); // the last answers
    parts_.reset();
}

} // namespace offline::bus
