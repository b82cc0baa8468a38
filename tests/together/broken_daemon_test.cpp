// A mail program whose daemon has a process or its name still, and is of no use.
#include <csignal>
#include <filesystem>

#include <gmock/gmock.h>

#include "together/program_and_daemon.h"

namespace offline {
namespace {

using net::expect_back;

TEST_F(AProgramWhoseDaemon, HangsIsAnsweredAndJudgesByItself) {
    start_both();
    daemon_->process().signal(SIGSTOP);
    const auto asked = std::chrono::steady_clock::now();
    mail().reports(Met::ok);
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 12s);
    world().card().down();
    EXPECT_EQ(mail().change(1, 2 * soon_after).to, State::offline);
    daemon_->process().signal(SIGCONT);
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "no-route"; }));
    expect_back(mail(), 2, world().card().up());
    EXPECT_EQ(wished_by_others("offline"), "");
    EXPECT_EQ(mail().change(3).to, State::offline);
}

TEST_F(AProgramWhoseDaemon, HungAndKnowsLessTellsNoneOfItsOldNews) {
    daemon_->write_profile("work.toml", "name = \"Work\"\nendpoints = [\"" + std::string(world().near) +
                                            "\"]\n[probe]\nretry = \"1h\"\nretry_max = \"1h\"\n");
    daemon_->start(); // with a home of its own
    open();
    world().near_imap.reset();
    mail().reports(Met::failed);
    EXPECT_EQ(mail().change(1).to, State::offline);
    daemon_->process().signal(SIGSTOP);
    mail().suppressed(); // asks, and is not answered
    world().near_imap = net::serve_at(world().router, 143, servers::imap());
    EXPECT_EQ(mail().change(2, 2 * soon_after).to, State::online);
    daemon_->process().signal(SIGCONT);
    EXPECT_TRUE(bus::comes_true([&] { return is_seen_by_others("Reason", "ok"); })) << "it was made to look";
    EXPECT_TRUE(mail().hears_nothing_for(500ms));
    EXPECT_EQ(mail().changes(), 2U);
}

TEST_F(AProgramWhoseDaemon, HangsDoesNotWaitForMinutesWithAWish) {
    start_both();
    daemon_->process().signal(SIGSTOP);
    const auto asked = std::chrono::steady_clock::now();
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_OFFLINE, MAPIOFFLINE_FLAG_BLOCK), S_OK);
    EXPECT_LT(std::chrono::steady_clock::now() - asked, 15s);
    EXPECT_EQ(mail().state(), State::offline);
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_ONLINE, MAPIOFFLINE_FLAG_BLOCK), S_OK);
    daemon_->process().signal(SIGCONT); // and it takes the wish that nobody holds any more
    EXPECT_TRUE(bus::comes_true([&] { return wishes_are_those_of_others(); }));
    EXPECT_EQ(seen_by_others("Wish"), "online");
    EXPECT_EQ(mail().state(), State::online);
}

TEST_F(AProgramWhoseDaemon, IsReplacedBySomethingMuteJudgesByItself) {
    start_both();
    daemon_->kill();
    const auto mute = sdbus::createSessionBusConnectionWithAddress(daemon_->address());
    mute->requestName("org.offlined.Offline1"); // and nobody reads what comes
    world().card().down();
    EXPECT_EQ(mail().change(1, soon_after).to, State::offline);
    mute->releaseName("org.offlined.Offline1");
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "no-route"; }));
    expect_back(mail(), 2, world().card().up());
}

TEST_F(AProgramWhoseDaemon, IsReplacedBySomethingThatTalksNonsenseJudgesByItself) {
    start_both();
    daemon_->kill();
    const auto other = sdbus::createSessionBusConnectionWithAddress(daemon_->address());
    const auto manager = sdbus::createObject(*other, "/org/offlined/Offline1");
    manager->registerMethod("Open")
        .onInterface("org.offlined.Offline1.Manager")
        .implementedAs([](const std::string&, bool) { return std::string("nonsense"); });
    manager->finishRegistration();
    other->requestName("org.offlined.Offline1");
    other->enterEventLoopAsync();
    world().card().down();
    EXPECT_EQ(mail().change(1, soon_after).to, State::offline);
    expect_back(mail(), 2, world().card().up());
}

TEST_F(AProgramWhoseDaemon, CrashesWheneverItLooksJudgesByItselfAndDoesNotStartItAllTheTime) {
    const servers::TempFolder services;
    const auto starts = services.path() / "starts";
    services.write("crashes",
                   "echo >> " + starts.string() + "\n" OFFLINED " & sleep 0.3; kill -KILL $!; wait\n");
    services.write("org.offlined.Offline1.service",
                   "[D-BUS Service]\nName=org.offlined.Offline1\nExec=/bin/sh " + services.path().string() +
                       "/crashes\n");
    begin_with("<servicedir>" + services.path().string() + "</servicedir>");
    start_both();
    daemon_->kill();
    world().router.filter("in", "tcp dport 143 drop"); // a look takes longer than it lives
    const auto gone = mail().change(1, 2 * soon_after);
    EXPECT_EQ(gone.to, State::offline);
    EXPECT_EQ(word(mail().reason()), word(Reason::connect_timeout));
    EXPECT_GE(std::filesystem::file_size(starts), 2U);
    EXPECT_LE(std::filesystem::file_size(starts), 6U);
    world().router.heal();
    EXPECT_EQ(mail().change(2, soon_after).to, State::online);
}

} // namespace
} // namespace offline
