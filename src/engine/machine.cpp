#include "engine/machine.h"

#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>

#include "engine/allowance.h"
#include "sources/clock_watch.h"
#include "sources/file_news.h"
#include "sources/logind.h"
#include "sources/name_servers.h"
#include "sources/network_manager.h"
#include "sources/system_bus.h"

namespace offline::engine {
namespace {

std::unique_ptr<sources::FileNews> file_news(const boost::asio::any_io_executor& executor) {
    auto opened = sources::FileNews::open(executor);
    return opened ? std::move(*opened) : nullptr;
}

} // namespace

struct Machine::Parts {
    explicit Parts(const boost::asio::any_io_executor& loop)
        : executor(loop),
          files(file_news(loop)),
          bus(std::make_shared<sources::SystemBus>(loop, files.get())) {}

    // Whoever tells may be on any thread.
    std::function<void()> on_the_loop(std::function<void()> told) const {
        return [loop = executor, told = std::move(told)] { boost::asio::post(loop, told); };
    }

    static void ration(Allowance& allowance, const std::function<void()>& hint) {
        if (allowance.spend(std::chrono::steady_clock::now()))
            hint();
    }

    boost::asio::any_io_executor executor;
    Listener listener;
    Allowance opinions, name_server_changes, clock_sets; ///< one of each, so that none takes another's
    std::unique_ptr<sources::FileNews> files;
    std::shared_ptr<sources::SystemBus> bus;
    sources::Logind logind{
        executor,
        *bus,
        {.sleeps = [this](std::function<void()> told) { listener.sleeps(on_the_loop(std::move(told))); },
         .wakes = [this] { listener.wakes(); }}};
    sources::NetworkManager network_manager{*bus,
                                            {.thinks_otherwise = [this] { ration(opinions, listener.hint); },
                                             .metered = [this](bool is) { listener.metered(is); }}};
    sources::NameServers name_servers{files.get(),
                                      [this] { ration(name_server_changes, listener.other_name_servers); }};
    sources::ClockWatch clock{executor,
                              {.slept =
                                   [this] {
                                       // Where the end of an announced sleep is not announced, this is it.
                                       logind.asleep() ? logind.awake() : listener.slept_unannounced();
                                   },
                               .was_set = [this] { ration(clock_sets, listener.hint); }}};
};

Machine::Machine(const boost::asio::any_io_executor& executor) : parts_(std::make_unique<Parts>(executor)) {}

Machine::~Machine() = default;

void Machine::listen(Listener listener) {
    parts_->listener = std::move(listener);
    parts_->clock.start();
    parts_->name_servers.start();
    parts_->bus->follow(parts_->logind);
    parts_->bus->follow(parts_->network_manager);
    parts_->bus->start();
}

void Machine::stop() {
    parts_->bus->stop();
    parts_->clock.stop();
    parts_->files.reset();
}

void Machine::woken() { parts_->clock.check(); }

bool Machine::asleep() const noexcept { return parts_->logind.asleep(); }

void Machine::when_known(std::function<void()> done) { parts_->bus->when_answered(std::move(done)); }

std::vector<model::Source> Machine::sources() const {
    return {parts_->logind.source(), parts_->network_manager.source(), parts_->name_servers.source(),
            parts_->clock.source()};
}

} // namespace offline::engine
