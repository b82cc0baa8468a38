// A mail program that began with a daemon, and what it does once no daemon can be started.
#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>

#include "servers/message_bus.h"
#include "together/program_and_daemon.h"

namespace offline {
namespace {

using namespace std::chrono_literals;
using net::expect_back;
using net::expect_no_route;
using testing::ContainsRegex;
using testing::HasSubstr;

TEST_F(AProgramWhoseDaemon, CannotBeStartedJudgesByItself) {
    start_both();
    daemon_->kill();
    world().card().down();
    const auto gone = mail().change(1, soon_after);
    EXPECT_EQ(gone.to, State::offline);
    EXPECT_EQ(word(mail().reason()), word(Reason::no_route));
    expect_back(mail(), 2, world().card().up());
    expect_no_route(mail(), 3, world().card().down());
    EXPECT_EQ(mail().changes(), 3U);
}

TEST_F(AProgramWhoseDaemon, IsThereAgainHandsBack) {
    start_both();
    daemon_->kill();
    world().card().down();
    mail().change(1, soon_after);
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "no-route"; }));
    expect_back(mail(), 2, world().card().up());
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_OFFLINE), S_OK);
    EXPECT_EQ(seen_by_others("Wish"), "offline");
    EXPECT_EQ(mail().change(3).to, State::offline);
    EXPECT_EQ(wished_by_others("online"), "");
    EXPECT_EQ(mail().change(4).to, State::online);
}

TEST_F(AProgramWhoseDaemon, IsThereAgainLooksNoMore) {
    interval_ = "1s";
    start_both();
    daemon_->kill();
    ASSERT_TRUE(looks_by_itself());
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return wishes_are_those_of_others(); }));
    daemon_->process().signal(SIGSTOP);
    EXPECT_TRUE(mail().hears_nothing_for(200ms)); // a look of the daemon's may still arrive
    const auto looks = world().near_imap->connections();
    EXPECT_TRUE(mail().hears_nothing_for(3s));
    EXPECT_EQ(world().near_imap->connections(), looks);
}

TEST_F(AProgramWhoseDaemon, GoesAndComesTellsNoChangeThatDidNotHappen) {
    start_both();
    daemon_->kill();
    ASSERT_TRUE(looks_by_itself());
    EXPECT_TRUE(mail().hears_nothing_for(200ms));
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "ok"; }));
    EXPECT_TRUE(mail().hears_nothing_for(200ms));
    EXPECT_EQ(wished_by_others("offline"), "");
    const auto first = mail().change(1);
    EXPECT_EQ(first.from, State::online);
    EXPECT_EQ(first.to, State::offline);
    EXPECT_EQ(mail().changes(), 1U);
}

TEST_F(AProgramWhoseDaemon, GoesAndComesWhileItsServerIsGoneTellsNothing) {
    start_both();
    world().near_imap.reset();
    mail().reports(Met::failed);
    EXPECT_EQ(mail().change(1).to, State::offline);
    daemon_->kill();
    EXPECT_TRUE(mail().hears_nothing_for(patience + 4s)); // the first look of another is no strike of three
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "refused"; }));
    EXPECT_TRUE(mail().hears_nothing_for(500ms));
    world().near_imap = net::serve_at(world().router, 143, servers::imap());
    EXPECT_EQ(mail().change(2).to, State::online);
}

TEST_F(AProgramWhoseDaemon, IsRestartedDoesNotTakeThatForItsEnd) {
    start_both();
    daemon_->kill();
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return seen_by_others("Reason") == "ok"; }));
    const auto looked = world().near_imap->connections();
    EXPECT_EQ(looked, looks_ + 1) << "the new daemon's";
    EXPECT_TRUE(mail().hears_nothing_for(patience + 1s));
    EXPECT_EQ(world().near_imap->connections(), looked);
}

TEST_F(AProgramWhoseDaemon, IsGoneKeepsAWishThatIsMadeMeanwhileAndHandsItOver) {
    start_both();
    daemon_->kill();
    ASSERT_TRUE(looks_by_itself());
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_OFFLINE), S_OK);
    EXPECT_EQ(mail().change(1).to, State::offline);
    EXPECT_EQ(word(mail().reason()), word(Reason::user));
    start_daemon();
    EXPECT_TRUE(bus::comes_true([&] { return seen_by_others("Wish") == "offline"; }));
    EXPECT_TRUE(mail().hears_nothing_for(500ms));
    EXPECT_EQ(wished_by_others("online"), "");
    EXPECT_EQ(mail().change(2).to, State::online);
    EXPECT_EQ(mail().changes(), 2U);
}

TEST_F(AProgramWhoseDaemon, IsGoneKeepsTheWishThatHeldBefore) {
    start_both();
    EXPECT_EQ(wished_by_others("offline"), "");
    EXPECT_EQ(mail().change(1).to, State::offline);
    daemon_->kill();
    ASSERT_TRUE(looks_by_itself());
    EXPECT_EQ(word(mail().reason()), word(Reason::user));
    world().card().down();
    world().card().up();
    EXPECT_TRUE(mail().hears_nothing_for(1s));
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_ONLINE), S_OK);
    EXPECT_EQ(mail().change(2).to, State::online);
    start_daemon();
    EXPECT_TRUE(bus::comes_true([&] { return seen_by_others("Wish") == "online"; }));
    EXPECT_TRUE(mail().hears_nothing_for(500ms));
    EXPECT_EQ(mail().changes(), 2U);
}

TEST_F(AProgramWhoseDaemon, IsGoneForAMomentTakesAWishAtOnce) {
    start_both();
    daemon_->kill();
    EXPECT_EQ(wish(MAPIOFFLINE_STATE_OFFLINE, MAPIOFFLINE_FLAG_BLOCK), S_OK);
    EXPECT_EQ(mail().change(1).to, State::offline);
    start_daemon();
    EXPECT_TRUE(bus::comes_true([&] { return seen_by_others("Wish") == "offline"; }));
    EXPECT_EQ(wished_by_others("online"), "");
    EXPECT_EQ(mail().change(2).to, State::online);
}

TEST_F(AProgramWhoseDaemon, IsGoneOpensOtherProfilesToo) {
    start_both();
    daemon_->kill();
    net::Client other({.name = "Other", .endpoints = {world().beyond}, .interval = "1h"});
    EXPECT_TRUE(other.meets(Reason::ok));
    world().card().down();
    EXPECT_EQ(other.change(1).to, State::offline);
    start_daemon();
    ASSERT_TRUE(bus::comes_true([&] {
        return bus::Client(daemon_->address()).profile("Other", false)->snapshot().text("Reason") ==
               "no-route";
    }));
    world().card().up();
    world().add_default_route();
    EXPECT_EQ(other.change(2).to, State::online);
}

// On a machine that sleeps: logind is played.
class AProgramOnALaptopWhoseDaemon : public AProgramWhoseDaemon {
protected:
    // Before there are servers: a program that is started keeps their sockets open.
    void SetUp() override {
        if (!servers::MessageBus::missing().empty())
            GTEST_SKIP() << servers::MessageBus::missing();
        system_bus_.emplace();
        system_bus_->start();
        players_.emplace();
        players_->tell("play logind");
        AProgramWhoseDaemon::SetUp();
    }

    servers::Players& logind() { return *players_; }

private:
    std::optional<servers::MessageBus> system_bus_;
    std::optional<servers::Players> players_;
};

TEST_F(AProgramOnALaptopWhoseDaemon, IsGoneIsSuspendedBeforeTheMachineSleeps) {
    start_both();
    daemon_->kill();
    ASSERT_TRUE(looks_by_itself());
    ASSERT_TRUE(logind().holds(1));
    logind().tell("sleep yes");
    EXPECT_EQ(mail().change(1).to, State::offline);
    EXPECT_EQ(word(mail().reason()), word(Reason::suspended));
    start_daemon();
    logind().tell("sleep no");
    EXPECT_EQ(mail().change(2).to, State::online);
    EXPECT_TRUE(mail().hears_nothing_for(500ms));
}

TEST_F(AProgramOnALaptopWhoseDaemon, DiesInASleepIsOnlineAfterIt) {
    start_both();
    ASSERT_TRUE(logind().holds(1));
    logind().tell("sleep yes");
    EXPECT_EQ(mail().change(1).to, State::offline);
    daemon_->kill();
    logind().tell("sleep no");
    EXPECT_EQ(mail().change(2, soon_after).to, State::online);
}

TEST_F(AProgramWhoseDaemon, LostItsBusJudgesByItselfUntilBothAreBack) {
    start_both();
    daemon_->bus().stop();
    world().card().down();
    EXPECT_EQ(mail().change(1, soon_after).to, State::offline);
    daemon_->bus().start();
    launch_daemon();
    ASSERT_TRUE(bus::comes_true([&] { return is_seen_by_others("Reason", "no-route"); }));
    expect_back(mail(), 2, world().card().up());
    EXPECT_TRUE(bus::comes_true([&] { return wishes_are_those_of_others(); }));
}

TEST_F(AProgramWhoseDaemon, IsWantedAndNoOtherKeepsTheLastState) {
    begin_with("", "daemon");
    start_both();
    daemon_->kill();
    world().card().down();
    EXPECT_TRUE(mail().hears_nothing_for(patience + 4s));
    EXPECT_EQ(mail().state(), State::online);
    start_daemon();
    EXPECT_EQ(mail().change(1).to, State::offline);
}

TEST_F(AProgramWhoseDaemon, CannotBeStartedSaysSoAndWhy) {
    start_daemon();
    const servers::TempFolder folder;
    servers::Process watch({OFFLINECTL, "watch", "Work"}, same_home(), folder.path() / "log");
    ASSERT_TRUE(bus::comes_true([&] { return watch.output().find("online") != std::string::npos; }));
    daemon_->kill();
    EXPECT_TRUE(bus::comes_true([&] {
        return watch.output().find("this process judges by itself: ") != std::string::npos;
    })) << watch.output();
    EXPECT_THAT(watch.output(), ContainsRegex("org.offlined.Offline1 was not provided"));
    EXPECT_THAT(servers::run({OFFLINECTL, "why", "Work"}).output, HasSubstr("was not provided"));
    EXPECT_THAT(servers::run({OFFLINECTL, "doctor"}).output, ContainsRegex("daemon.*knows no service"));
    start_daemon();
    EXPECT_TRUE(bus::comes_true([&] {
        return watch.output().find("the daemon judges again") != std::string::npos;
    })) << watch.output();
}

} // namespace
} // namespace offline
