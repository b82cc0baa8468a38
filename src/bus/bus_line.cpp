#include "bus/bus_line.h"

#include <cstdint>
#include <utility>

#include <boost/asio/post.hpp>
#include <poll.h>
#include <sdbus-c++/sdbus-c++.h>

namespace offline::bus {
namespace {

constexpr auto bus_driver = "org.freedesktop.DBus";
constexpr auto bus_driver_path = "/org/freedesktop/DBus";

// Flags and answers of RequestName.
constexpr std::uint32_t others_may_replace = 1;
constexpr std::uint32_t replace_another = 2;
constexpr std::uint32_t or_not_at_all = 4;
constexpr std::uint32_t is_ours = 1;

constexpr int messages_a_turn = 64; // then whatever else waits on the loop has its turn

} // namespace

BusLine::BusLine(const boost::asio::any_io_executor& executor, std::function<void(const std::string&)> lost)
    : connection_(sdbus::createSessionBusConnection()),
      lost_(std::move(lost)),
      descriptor_(executor, connection_->getEventLoopPollData().fd) {}

BusLine::~BusLine() { descriptor_.release(); }

bool BusLine::take_name(const std::string& name, bool replace, std::function<void()> name_lost) {
    const auto driver = sdbus::createProxy(*connection_, bus_driver, bus_driver_path);
    connection_->addMatch(
        "type='signal',sender='org.freedesktop.DBus',member='NameLost',arg0='" + name + "'",
        [name_lost = std::move(name_lost)](sdbus::Message&) { name_lost(); }, sdbus::floating_slot);
    std::uint32_t answer = 0;
    driver->callMethod("RequestName")
        .onInterface(bus_driver)
        .withArguments(name, others_may_replace | or_not_at_all | (replace ? replace_another : 0))
        .storeResultsTo(answer);
    return answer == is_ours;
}

void BusLine::attend() {
    attended_ = true;
    serve();
}

void BusLine::guarded(const std::function<void()>& work) {
    try {
        work();
    } catch (const sdbus::Error& error) {
        if (!std::exchange(has_gone_, true))
            lost_(error.getMessage());
    }
}

void BusLine::serve() {
    guarded([this] {
        for (int i = 0; i < messages_a_turn; ++i)
            if (!connection_->processPendingRequest() || has_to_write())
                return wait();
        boost::asio::post(descriptor_.get_executor(), [this] { serve(); });
    });
}

bool BusLine::has_to_write() const { return (connection_->getEventLoopPollData().events & POLLOUT) != 0; }

void BusLine::wait() {
    if (has_to_write())
        wait_for_room();
    else
        wait_for_news();
}

void BusLine::wait_for_news() {
    if (std::exchange(awaits_news_, true))
        return;
    descriptor_.async_wait(descriptor_.wait_read, [this](const boost::system::error_code& cancelled) {
        awaits_news_ = false;
        if (!cancelled && !awaits_room_)
            serve();
    });
}

void BusLine::wait_for_room() {
    if (std::exchange(awaits_room_, true))
        return;
    descriptor_.async_wait(descriptor_.wait_write, [this](const boost::system::error_code& cancelled) {
        awaits_room_ = false;
        if (!cancelled)
            serve();
    });
}

} // namespace offline::bus
