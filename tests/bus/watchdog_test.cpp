// What a service manager is told, by a service inside this process: one of its loops can be held up.
#include <atomic>
#include <cstdlib>
#include <future>
#include <thread>

#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bus/service.h"
#include "engine/engine.h"
#include "servers/bus_daemon.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

/// The socket of a service manager.
class Manager {
public:
    Manager() {
        socket_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        sockaddr_un here{.sun_family = AF_UNIX, .sun_path = {}};
        path().copy(here.sun_path, sizeof here.sun_path - 1);
        if (::bind(socket_, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
            throw std::runtime_error("no socket at " + path());
        wait_no_longer_than(20s);
    }

    ~Manager() { ::close(socket_); }

    Manager(const Manager&) = delete;
    Manager& operator=(const Manager&) = delete;

    std::string path() const { return (folder_.path() / "notify").string(); }

    void wait_no_longer_than(std::chrono::milliseconds limit) const {
        const timeval time{.tv_sec = limit / 1s, .tv_usec = limit % 1s / 1us};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    }

    /// What is said next; empty: nothing.
    std::string hears() const {
        std::array<char, 256> room{};
        const auto size = ::recv(socket_, room.data(), room.size(), 0);
        return {room.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
    }

private:
    servers::TempFolder folder_;
    int socket_ = -1;
};

class WatchdogTest : public testing::Test {
protected:
    void SetUp() override {
        if (!servers::BusDaemon::missing().empty())
            GTEST_SKIP() << servers::BusDaemon::missing();
        bus_.start();
        ::setenv("DBUS_SESSION_BUS_ADDRESS", bus_.address().c_str(), 1);
        ::setenv("XDG_CONFIG_HOME", bus_.folder().c_str(), 1);
        ::setenv("XDG_STATE_HOME", bus_.folder().c_str(), 1);
        ::setenv("NOTIFY_SOCKET", manager_.path().c_str(), 1);
        ::setenv("WATCHDOG_USEC", "100000", 1);
    }

    servers::BusDaemon bus_;
    Manager manager_;
};

TEST_F(WatchdogTest, IsFedAsLongAsTheLoopsAreAliveAndNotBeyond) {
    boost::asio::io_context loop(1);
    engine::Runtime runtime;
    engine::Engine engine(runtime);
    Service service(engine, loop, {.note = [](const auto&) {}, .warn = [](const auto&) {}}, [](int) {});
    ASSERT_TRUE(service.start({.version = "test"}));
    std::thread running([&] {
        loop.run();
        service.stop();
    });
    EXPECT_EQ(manager_.hears(), "READY=1");
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(manager_.hears(), "WATCHDOG=1");

    std::promise<void> let_go;
    boost::asio::post(runtime.loop(), [&] { let_go.get_future().wait(); });
    manager_.wait_no_longer_than(300ms);
    constexpr int under_way = 50;
    int fed = 0;
    while (fed < under_way && !manager_.hears().empty())
        ++fed;
    EXPECT_LT(fed, under_way) << "the engine stands still";
    let_go.set_value();
    manager_.wait_no_longer_than(20s);
    EXPECT_EQ(manager_.hears(), "WATCHDOG=1");

    boost::asio::post(loop, [&] { service.reload(); });
    std::string said;
    for (int i = 0; i < 50 && said.find("READY") == std::string::npos; ++i)
        said += manager_.hears() + " ";
    EXPECT_THAT(said, HasSubstr("RELOADING=1 READY=1"));
    boost::asio::post(loop, [&] { loop.stop(); });
    said.clear();
    for (int i = 0; i < 50 && said.find("STOPPING") == std::string::npos; ++i)
        said += manager_.hears() + " ";
    EXPECT_THAT(said, HasSubstr("STOPPING=1"));
    running.join();
}

} // namespace
} // namespace offline::bus
