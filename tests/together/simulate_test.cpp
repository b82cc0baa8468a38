#include <csignal>
#include <filesystem>
#include <sstream>

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "bus/daemon_on_bus.h"
#include "servers/scripts.h"

namespace {

using namespace offline;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

/// `offlinectl simulate` beside a daemon whose profile "Work" has a server that answers.
class Simulate : public bus::DaemonTest {
protected:
    void SetUp() override {
        DaemonTest::SetUp();
        if (IsSkipped())
            return;
        daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://127.0.0.1:" +
                                                std::to_string(server_.port()) + "\"]\n");
        daemon().start();
        program_ = client();
        work_ = program_->profile("Work", false);
        ASSERT_TRUE(bus::comes_true([&] { return work_->Reason() == "ok"; }));
    }

    std::string script(const std::string& text) const { return folder_.write("script", text).string(); }

    servers::Ran offlinectl(std::vector<std::string> words) {
        words.insert(words.begin(), OFFLINECTL);
        return servers::run(words, daemon().variables());
    }

    /// One that goes on, and has begun to play.
    std::unique_ptr<servers::Process> playing(const std::string& text) {
        auto player = std::make_unique<servers::Process>(
            std::vector<std::string>{OFFLINECTL, "simulate", script(text)}, daemon().variables(),
            folder_.path() / ("player-" + std::to_string(++players_)));
        if (!bus::comes_true([&] { return !player->output().empty(); }))
            throw std::runtime_error("nothing is played");
        return player;
    }

    /// A program of the published API that watches Work.
    std::unique_ptr<servers::Process> mail_program() {
        const auto keys = (folder_.path() / "keys").string();
        ::mkfifo(keys.c_str(), 0600);
        auto started = std::make_unique<servers::Process>(
            std::vector<std::string>{"/bin/sh", "-c",
                                     "exec 3<>" + keys + "; exec " PULL_THE_CABLE " Work <&3"},
            daemon().variables(), folder_.path() / "mail-program");
        if (!bus::comes_true([&] { return started->output().starts_with("Work is "); }))
            throw std::runtime_error("the program does not begin: " + started->output());
        return started;
    }

    const servers::ScriptedServer server_{servers::imap()};
    const servers::TempFolder folder_;
    int players_ = 0;
    std::unique_ptr<bus::Client> program_;
    std::unique_ptr<bus::Profile> work_;
};

TEST_F(Simulate, LetsAProgramHearJustTheChangesOfTheScriptInTheirOrder) {
    const auto program = mail_program();
    const auto played =
        offlinectl({"simulate", script("# to and fro\n"
                                       "profile Work\n"
                                       "repeat 2\n"
                                       "  after 300ms offline no-route   # the cable is out\n"
                                       "  after 300ms offline refused    # no change of state\n"
                                       "  after 300ms online\n"
                                       "end\n")});
    EXPECT_EQ(played.status, 0) << played.output;
    EXPECT_THAT(lines_of(played.output), SizeIs(6));
    ASSERT_TRUE(bus::comes_true([&] { return lines_of(program->output()).size() >= 13; }))
        << program->output();
    const std::vector<std::string> once{"START        online -> offline", "STATECHANGE  online -> offline",
                                        "DONE         online -> offline", "START        offline -> online",
                                        "STATECHANGE  offline -> online", "DONE         offline -> online"};
    std::vector<std::string> all{"Work is online"};
    for (int i = 0; i < 2; ++i)
        all.insert(all.end(), once.begin(), once.end());
    EXPECT_EQ(lines_of(program->output()), all);
}

TEST_F(Simulate, SaysWhatItPlaysAndSoDoStatusAndWhy) {
    const auto player = playing("profile Work\noffline service-refused \"the server is serviced\"\nhold\n");
    EXPECT_THAT(player->output(), HasSubstr("Work  offline  service-refused  the server is serviced\n"));
    constexpr auto told =
        "Work  offline  service-refused  played by offlinectl simulate: the server is serviced";
    EXPECT_THAT(offlinectl({"status"}).output, StartsWith(told));
    const auto why = offlinectl({"why", "Work"}).output;
    EXPECT_THAT(why, StartsWith(told));
    EXPECT_THAT(why, HasSubstr("  ok at 127.0.0.1")) << "the evidence is that of the servers";
}

TEST_F(Simulate, LeavesTheTruthBehindHoweverItEnds) {
    for (const int signal : {SIGINT, SIGTERM, SIGKILL}) {
        const auto player = playing("profile Work\noffline tls-certificate\nhold\n");
        EXPECT_EQ(work_->State(), "offline");
        player->signal(signal);
        EXPECT_EQ(player->ends(), signal == SIGKILL ? 128 + SIGKILL : 0);
        EXPECT_TRUE(signal != SIGKILL || bus::comes_true([&] { return work_->State() == "online"; }));
        EXPECT_EQ(work_->State(), "online");
        EXPECT_EQ(work_->Reason(), "ok");
        EXPECT_THAT(work_->Detail(), Not(HasSubstr("played")));
    }
}

TEST_F(Simulate, ComesAfterAWishToWorkOffline) {
    ASSERT_THAT(work_->set_state("offline").get(), IsEmpty());
    const auto signals = work_->snapshot().sequence;
    const auto played = offlinectl({"simulate", script("profile Work\nonline\noffline refused\n")});
    EXPECT_EQ(played.status, 0);
    EXPECT_THAT(played.output, StartsWith("offlinectl: Work is wished offline, and stays so"));
    EXPECT_EQ(work_->Reason(), "user");
    EXPECT_EQ(work_->snapshot().sequence, signals) << "nobody is told of anything";
}

TEST_F(Simulate, RefusesABadScriptBeforeAnythingIsPlayed) {
    const auto signals = work_->snapshot().sequence;
    const auto refused = offlinectl({"simulate", script("profile Work\noffline\nafter 2s\nofline\n")});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.output, HasSubstr("script:4:1: \"ofline\" is no step"));
    EXPECT_EQ(offlinectl({"simulate", script("profile Work\noffline\nprofile Wrok\noffline\n")}).status, 4);
    EXPECT_EQ(work_->snapshot().sequence, signals);
}

TEST_F(Simulate, IsRefusedWhereAnotherPlays) {
    const auto first = playing("profile Work\noffline\nhold\n");
    const auto second = offlinectl({"simulate", script("profile Work\nonline\n")});
    EXPECT_EQ(second.status, 1);
    EXPECT_THAT(second.output, HasSubstr("another program plays Work already; end that one first"));
    EXPECT_EQ(work_->State(), "offline");
}

TEST_F(Simulate, SaysThatTheDaemonWasStartedAnew) {
    const auto player = playing("profile Work\noffline\nhold\n");
    daemon().kill();
    daemon().start();
    player->signal(SIGINT);
    EXPECT_EQ(player->ends(), 2);
    EXPECT_THAT(player->output(), HasSubstr("the daemon has been started anew"));
}

TEST_F(Simulate, MakesAProfileWhereItIsAskedTo) {
    const auto file = script("profile test\noffline captive-portal\n");
    EXPECT_EQ(offlinectl({"simulate", file}).status, 4);
    const auto played = offlinectl({"simulate", "--create", "--json", file});
    ASSERT_EQ(played.status, 0) << played.output;
    const auto step = boost::json::parse(played.output).as_object();
    EXPECT_EQ(step.at("event").as_string(), "played");
    EXPECT_EQ(step.at("line").as_int64(), 2);
    EXPECT_EQ(step.at("profile").as_string(), "test");
    EXPECT_EQ(step.at("state").as_string(), "offline");
    EXPECT_EQ(step.at("reason").as_string(), "captive-portal");
    EXPECT_EQ(program_->profile("test", false)->State(), "online");
}

TEST_F(Simulate, IsNoHistory) {
    EXPECT_EQ(offlinectl({"simulate", script("profile Work\noffline\nafter 20ms online\n")}).status, 0);
    ASSERT_THAT(work_->set_state_then("offline"), IsEmpty());
    std::vector<std::string> history;
    ASSERT_TRUE(bus::comes_true([&] {
        history = lines_of(offlinectl({"--json", "history", "Work"}).output);
        return history.size() >= 2;
    }));
    ASSERT_THAT(history, SizeIs(2)) << "the wish, and the summary";
    const auto change = boost::json::parse(history.front()).as_object();
    EXPECT_EQ(change.at("old").as_string(), "online");
    EXPECT_EQ(change.at("reason").as_string(), "user");
}

TEST_F(Simulate, IsForADaemonAlone) {
    const auto refused = offlinectl({"--embedded", "simulate", script("profile Work\noffline\n")});
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.output, AllOf(StartsWith("offlinectl: a script is played by the daemon"),
                                      HasSubstr("start offlined")));
}

} // namespace
