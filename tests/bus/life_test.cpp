#include <csignal>
#include <fstream>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto failed = 1;

TEST_F(DaemonTest, SaysItsVersionAndItsUse) {
    const auto version = servers::run({OFFLINED, "--version"});
    EXPECT_EQ(version.status, 0);
    EXPECT_THAT(version.output, ContainsRegex("^offlined [0-9]+\\.[0-9]+\\.[0-9]+\n$"));
    const auto help = servers::run({OFFLINED, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.output, HasSubstr("--replace"));
    EXPECT_NE(servers::run({OFFLINED, "--nonsense"}).status, 0);
}

TEST_F(DaemonTest, ASecondOneSaysOneLineAndEnds) {
    daemon().start();
    const auto second = servers::run({OFFLINED}, daemon().variables());
    EXPECT_EQ(second.status, failed);
    EXPECT_THAT(second.output, HasSubstr("a daemon runs"));
    EXPECT_EQ(std::ranges::count(second.output, '\n'), 1);
    EXPECT_THAT(client()->open("still"), HasSubstr("/profile/still"));
}

TEST_F(DaemonTest, ReplacesOneThatRunsWhichEndsInOrder) {
    daemon().start();
    client()->profile("Switch")->set_state("offline").get();
    servers::TempFolder folder;
    servers::Process second({OFFLINED, "--replace"}, daemon().variables(), folder.path() / "log");
    EXPECT_EQ(daemon().process().ends(), 0);
    EXPECT_TRUE(daemon().has_name());
    EXPECT_EQ(client()->profile("Switch")->State(), "offline");
}

TEST_F(DaemonTest, WithoutABusSaysOneLineAndEnds) {
    auto variables = daemon().variables();
    variables["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nonexistent";
    const auto ran = servers::run({OFFLINED}, variables);
    EXPECT_EQ(ran.status, failed);
    EXPECT_THAT(ran.output, HasSubstr("DBUS_SESSION_BUS_ADDRESS"));
    EXPECT_EQ(std::ranges::count(ran.output, '\n'), 1);
}

TEST_F(DaemonTest, EndsWithItsBus) {
    daemon().start();
    daemon().bus().stop();
    EXPECT_EQ(daemon().process().ends(), failed);
    EXPECT_THAT(daemon().process().output(), HasSubstr("the session bus has gone"));
}

TEST_F(DaemonTest, EndsInOrderAndAnswersThoseWhoWait) {
    for (const int number : {SIGTERM, SIGINT}) {
        daemon().start();
        const auto program = client();
        const auto profile = program->profile("Switch");
        profile->join();
        auto answer = profile->set_state(number == SIGTERM ? "offline" : "online");
        profile->hears("START");
        const auto asked = std::chrono::steady_clock::now();
        daemon().process().signal(number);
        EXPECT_EQ(daemon().process().ends(), 0);
        EXPECT_EQ(answer.get(), "Unexpected");
        EXPECT_LT(std::chrono::steady_clock::now() - asked, 1900ms) << "it does not wait for START";
        EXPECT_TRUE(daemon().has_name(false));
        EXPECT_THAT(daemon().process().output(), IsEmpty());
    }
}

TEST_F(DaemonTest, IsStartedByTheBusWhenSomebodyCalls) {
    // The bus of this test knows the service.
    servers::TempFolder services;
    auto starting = "/usr/bin/env XDG_CONFIG_HOME=" + daemon().variables().at("XDG_CONFIG_HOME") +
                    " XDG_STATE_HOME=" + daemon().variables().at("XDG_STATE_HOME") + " " + OFFLINED;
    services.write("org.offlined.Offline1.service",
                   "[D-BUS Service]\nName=org.offlined.Offline1\nExec=" + starting + "\n");
    DaemonOnBus activated("<servicedir>" + services.path().string() + "</servicedir>");
    Client program(activated.address());
    EXPECT_THAT(program.open("Switch"), HasSubstr("/profile/switch")) << "the call waited for the daemon";
    const auto pid = activated.busctl({"status", "org.offlined.Offline1"}).output;
    EXPECT_THAT(pid, HasSubstr("Comm=offlined"));
    EXPECT_THAT(program.profile("Switch")->set_state("offline").get(), IsEmpty());
}

} // namespace
} // namespace offline::bus
