#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "net/net_test.h"
#include "net/world.h"
#include "sources/kernel_events.h"
#include "sources/kernel_ways.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;

/// Whether the way is open, as it was answered after the latest news.
class Answer {
public:
    Answer() : ways_(KernelWays::open().value()), events_(KernelEvents::open(loop_.get_executor()).value()) {
        events_->start([this](const Wake& news) {
            const KernelWays::Round round(*ways_, news);
            const bool open = ways_->to(make_address("203.0.113.9"), nullptr).open;
            const std::lock_guard lock(mutex_);
            open_ = open;
            moved_.notify_all();
        });
        thread_ = std::thread([this] { loop_.run(); });
    }

    ~Answer() {
        loop_.stop();
        thread_.join();
    }

    Answer(const Answer&) = delete;
    Answer& operator=(const Answer&) = delete;

    bool becomes(bool open) {
        std::unique_lock lock(mutex_);
        return moved_.wait_for(lock, 10s, [&] { return open_ == open; });
    }

private:
    boost::asio::io_context loop_;
    std::unique_ptr<KernelWays> ways_;
    std::unique_ptr<KernelEvents> events_;
    std::mutex mutex_;
    std::condition_variable moved_;
    bool open_{};
    std::thread thread_;
};

class KernelHasteTest : public net::NetTest {};

// Where the answers are as old as the news, one in ten thousand stays wrong, on a busy machine more.
TEST_F(KernelHasteTest, IsNotTakenForTheDeedThatItTellsOf) {
    constexpr auto address = "192.168.7.2/24";
    constexpr auto gateway = "192.168.7.1";
    net::World world;
    auto& card = world.cable(world.client(), address, world.host("router"), "192.168.7.1/24").near();
    Answer answer;
    for (int i = 0; i < 20'000; ++i) {
        world.client().add_route("default", gateway);
        ASSERT_TRUE(answer.becomes(true)) << i;
        if (i % 2 == 0) {
            world.client().remove_route("default", gateway);
            ASSERT_TRUE(answer.becomes(false)) << "a route removed, " << i;
        } else {
            card.remove(address);
            ASSERT_TRUE(answer.becomes(false)) << "an address removed, " << i;
            card.add(address);
        }
    }
}

} // namespace
} // namespace offline::sources
