#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "servers/message_bus.h"
#include "servers/temp_folder.h"
#include "sources/ear_on_the_bus.h"
#include "sources/network_manager.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using model::Source;
using testing::ElementsAre;
using testing::HasSubstr;

class SystemBusTest : public testing::Test {
protected:
    /// From here on: with the address that stands in the environment.
    void begin() {
        bus_ = std::make_shared<SystemBus>(loop_.get_executor(), files_.get());
        bus_->follow(ear_);
        bus_->start();
    }

    void TearDown() override {
        if (bus_)
            bus_->stop();
    }

    /// How often the loop woke up within that time.
    std::size_t wake_ups(std::chrono::milliseconds time) {
        loop_.restart();
        loop_.poll(); // what was called off before
        loop_.restart();
        return loop_.run_for(time);
    }

    boost::asio::io_context loop_;
    std::unique_ptr<FileNews> files_ = FileNews::open(loop_.get_executor()).value();
    EarOnTheBus ear_;
    std::shared_ptr<SystemBus> bus_;
};

TEST_F(SystemBusTest, IsAbsentAndCostsNothingWhereThereIsNone) {
    const servers::MessageBus none;
    begin();
    EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::absent);
    EXPECT_THAT(bus_->detail_for(ear_), HasSubstr("No such file"));
    EXPECT_EQ(wake_ups(1500ms), 0U);
}

TEST_F(SystemBusTest, IsOfNoUseWhereTheAddressNamesNoUnixSocket) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=127.0.0.1,port=1", 1);
    begin();
    EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::failed);
    EXPECT_EQ(wake_ups(1500ms), 0U);
}

/// With a real dbus-daemon, and logind played on it.
class RealBusTest : public SystemBusTest {
protected:
    void SetUp() override {
        if (!servers::MessageBus::missing().empty())
            GTEST_SKIP() << servers::MessageBus::missing();
    }

    servers::MessageBus daemon_;
};

TEST_F(RealBusTest, ComesLateDiesAndComesBack) {
    begin();
    for (int lives = 1; lives <= 3; ++lives) {
        daemon_.start();
        servers::Players players;
        players.tell("play logind");
        ASSERT_TRUE(run_until(loop_, [&] { return ear_.times_came == lives; }));
        EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::working);
        daemon_.stop();
        ASSERT_TRUE(run_until(loop_, [&] { return ear_.times_went == lives; }));
        EXPECT_NE(bus_->outcome_for(ear_), Source::Outcome::working);
    }
}

TEST_F(RealBusTest, SaysWhetherTheServiceIsThere) {
    daemon_.start();
    servers::Players players;
    begin();
    ASSERT_TRUE(run_until(
        loop_, [&] { return bus_->detail_for(ear_).find("nobody has the name") != std::string::npos; }));
    EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::absent);
    for (int lives = 1; lives <= 2; ++lives) {
        players.tell("play logind");
        ASSERT_TRUE(run_until(loop_, [&] { return ear_.times_came == lives; }));
        players.tell("leave logind");
        ASSERT_TRUE(run_until(loop_, [&] { return ear_.times_went == lives; }));
        EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::absent);
    }
}

TEST_F(RealBusTest, HearsTheServiceAndNobodyElse) {
    daemon_.start();
    servers::Players players;
    players.tell("play logind");
    begin();
    ASSERT_TRUE(run_until(loop_, [&] { return ear_.times_came == 1; }));
    players.tell("forge");
    players.tell("sleep yes");
    ASSERT_TRUE(run_until(loop_, [&] { return !ear_.signatures.empty(); }));
    players.tell("forge");
    players.tell("wrong yes");
    players.tell("sleep yes");
    ASSERT_TRUE(run_until(loop_, [&] { return ear_.signatures.size() > 1; }));
    EXPECT_THAT(ear_.signatures, ElementsAre("b", "s"));
    EXPECT_EQ(wake_ups(300ms), 0U);
}

/// A socket where the test itself answers, badly.
class BadBusTest : public SystemBusTest {
protected:
    BadBusTest() {
        const auto path = (folder_.path() / "bus").string();
        sockaddr_un here{.sun_family = AF_UNIX, .sun_path = {}};
        std::strncpy(here.sun_path, path.c_str(), sizeof here.sun_path - 1);
        EXPECT_EQ(::bind(listening_.number(), reinterpret_cast<const sockaddr*>(&here), sizeof here), 0);
        EXPECT_EQ(::listen(listening_.number(), 4), 0);
        ::setenv("DBUS_SYSTEM_BUS_ADDRESS", ("unix:path=" + path).c_str(), 1);
    }

    Descriptor visitor() {
        return Descriptor(::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC));
    }

    bool somebody_comes() {
        pollfd waiting{.fd = listening_.number(), .events = POLLIN, .revents = 0};
        return ::poll(&waiting, 1, 0) == 1;
    }

    static void say(const Descriptor& to, std::string_view words) {
        EXPECT_EQ(::send(to.number(), words.data(), words.size(), MSG_NOSIGNAL),
                  static_cast<ssize_t>(words.size()));
    }

    bool fails() {
        return run_until(loop_, [&] { return bus_->outcome_for(ear_) == Source::Outcome::failed; });
    }

    servers::TempFolder folder_;
    Descriptor listening_{::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)};
};

constexpr std::string_view welcome = "DATA\r\nOK 0123456789abcdef\r\nAGREE_UNIX_FD\r\n";

TEST_F(BadBusTest, IsLeftAloneForASecondWhenItBreaksOff) {
    begin();
    const auto began = std::chrono::steady_clock::now();
    visitor();
    ASSERT_TRUE(fails());
    EXPECT_THAT(bus_->detail_for(ear_), HasSubstr("closed the connection"));
    EXPECT_TRUE(run_until(loop_, [&] { return somebody_comes(); }));
    EXPECT_GT(std::chrono::steady_clock::now() - began, 900ms);
}

TEST_F(BadBusTest, HoldsNobodyUpWhileItIsSilent) {
    const auto began = std::chrono::steady_clock::now();
    begin();
    const auto silent = visitor();
    EXPECT_LE(wake_ups(1s), 2U) << "it writes its greeting, and waits";
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
    EXPECT_EQ(bus_->outcome_for(ear_), Source::Outcome::absent);
    EXPECT_EQ(ear_.times_came, 0);
}

TEST_F(BadBusTest, IsNamedForWhatItSays) {
    struct Case {
        std::string says, why;
    };

    const std::string greeted(welcome);
    std::string huge("l\2\1\1\377\377\377\177\1\0\0\0\0\0\0\0", 16);
    std::string files("l\2\1\1\0\0\0\0\1\0\0\0\20\0\0\0\5\1u\0\1\0\0\0\11\1u\0\3\0\0\0", 32);
    std::string lying("l\2\1\1\0\0\0\0\1\0\0\0\10\0\0\0\1\1o\0\377\0\0\0", 24);
    const Case cases[] = {
        {"REJECTED EXTERNAL\r\n", "does not let this user in"},
        {"DATA\r\nREJECTED\r\n", "does not let this user in"},
        {"HTTP/1.1 400 Bad Request\r\n", "does not speak as a bus"},
        {std::string(5000, 'x'), "does not speak as a bus"},
        {greeted + "nothing that a bus would say", "no message"},
        {greeted + huge, "no message"},
        {greeted + files, "malformed"},
        {greeted + lying, "malformed"},
    };
    for (const auto& each : cases) {
        SCOPED_TRACE(each.why);
        begin();
        const auto connection = visitor();
        say(connection, each.says);
        ASSERT_TRUE(fails());
        EXPECT_THAT(bus_->detail_for(ear_), HasSubstr(each.why));
        EXPECT_EQ(ear_.times_came, 0);
        bus_->stop();
    }
}

// The answer to the first call: our name on the bus.
const std::string hello("l\2\1\1\11\0\0\0\1\0\0\0\17\0\0\0\5\1u\0\1\0\0\0\10\1g\0\1s\0\0\4\0\0\0:1.1\0", 41);

std::string new_owner(const std::string& name, const std::string& before, const std::string& now) {
    auto bytes = message_of({.destination = "org.freedesktop.DBus",
                             .path = "/org/freedesktop/DBus",
                             .interface = "org.freedesktop.DBus",
                             .member = "NameOwnerChanged",
                             .arguments = {name, before, now}},
                            7);
    bytes[1] = std::byte{4}; // a signal…
    const std::byte destination[] = {std::byte{6}, std::byte{1}, std::byte{'s'}, std::byte{0}};
    *std::ranges::search(bytes, destination).begin() = std::byte{7}; // … and its sender
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST_F(BadBusTest, ThatAnswersNothingWhileAServiceComesAndGoesIsLeft) {
    bus_ = std::make_shared<SystemBus>(loop_.get_executor(), files_.get());
    NetworkManager manager(*bus_, {.thinks_otherwise = [] {}, .metered = [](bool) {}});
    bus_->follow(manager);
    bus_->start();
    const auto connection = visitor();
    say(connection, std::string(welcome) + hello);
    ASSERT_TRUE(
        run_until(loop_, [&] { return manager.source().detail.find("nobody") != std::string::npos; }));
    const std::string name = "org.freedesktop.NetworkManager";
    for (int i = 0; i < 100 && manager.source().outcome != Source::Outcome::failed; ++i) {
        say(connection, new_owner(name, "", ":1.7") + new_owner(name, ":1.7", ""));
        loop_.restart();
        loop_.run_for(2ms);
    }
    EXPECT_EQ(manager.source().outcome, Source::Outcome::failed);
    EXPECT_THAT(manager.source().detail, HasSubstr("unanswered"));
}

TEST_F(BadBusTest, IsHeardToItsLastWordBeforeItBrokeOff) {
    begin();
    auto connection = visitor();
    say(connection, "REJECTED EXTERNAL\r\n");
    connection = Descriptor();
    ASSERT_TRUE(fails());
    EXPECT_THAT(bus_->detail_for(ear_), HasSubstr("does not let this user in"));
}

} // namespace
} // namespace offline::sources
