#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "offlinectl/listener.h"
#include "offlinectl/program.h"

namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class JudgingVerbs : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(program_.run({"profile", "add", "Up", server_->url()}).status, 0);
        const Listener gone;
        down_ = gone.url();
        ASSERT_EQ(program_.run({"profile", "add", "Down", down_}).status, 0);
    }

    Program program_;
    std::optional<Listener> server_{std::in_place};
    std::string down_;
};

TEST_F(JudgingVerbs, StatusHasALineForEachProfile) {
    const auto ended = program_.run({"status"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, StartsWith("Down  offline  refused"));
    EXPECT_THAT(ended.out, HasSubstr("\nUp    online   ok "));
    EXPECT_THAT(ended.err, StartsWith("offlinectl: no daemon is running"));
}

TEST_F(JudgingVerbs, EmbeddedOnRequestSaysNothingOfADaemon) {
    EXPECT_THAT(program_.run({"status", "--embedded"}).err, IsEmpty());
}

TEST_F(JudgingVerbs, StatusAsJsonHasTheFieldsOfTheContract) {
    const auto down = boost::json::parse(program_.run({"--json", "status", "down"}).out).as_object();
    EXPECT_EQ(down.at("profile").as_string(), "Down");
    EXPECT_EQ(down.at("state").as_string(), "offline");
    EXPECT_EQ(down.at("reason").as_string(), "refused");
    EXPECT_FALSE(down.at("detail").as_string().empty());
    EXPECT_TRUE(down.at("since").is_null()) << "it was offline before anybody looked";
    EXPECT_EQ(down.at("wish").as_string(), "online");
    EXPECT_EQ(down.at("verdict").as_string(), "offline");
    EXPECT_TRUE(boost::json::parse(program_.run({"--json", "status", "Up"}).out).at("since").is_null());
}

TEST_F(JudgingVerbs, QuietStatusIsTheExitStatusAlone) {
    for (const auto& [name, status] : {std::pair{"Up", 0}, std::pair{"Down", 3}}) {
        const auto ended = program_.run({"status", "--quiet", name});
        EXPECT_EQ(ended.status, status) << name;
        EXPECT_THAT(ended.out + ended.err, IsEmpty());
    }
}

TEST_F(JudgingVerbs, WaitReturnsWhenItIsSo) {
    EXPECT_EQ(program_.run({"wait", "Up", "online", "--timeout", "20s"}).status, 0);
    EXPECT_EQ(program_.run({"wait", "Down", "offline", "--timeout", "20s"}).status, 0);
}

TEST_F(JudgingVerbs, WaitEndsWith124WhenTimeIsUp) {
    const auto ended = program_.run({"wait", "Down", "online", "--timeout", "300ms", "--embedded"});
    EXPECT_EQ(ended.status, 124);
    EXPECT_THAT(ended.err, StartsWith("offlinectl: Down is still offline (refused) after 300ms; "));
}

TEST_F(JudgingVerbs, WhyShowsEachStepUnderTheVerdict) {
    const auto ended = program_.run({"why", "Down"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, StartsWith("Down  offline  refused"));
    EXPECT_THAT(ended.out, HasSubstr("\n  " + down_ + "  refused"));
    EXPECT_THAT(ended.out, HasSubstr("\n    connect   failed"));
}

TEST_F(JudgingVerbs, WhyAsJsonHasTheFieldsOfTheContract) {
    const auto why = boost::json::parse(program_.run({"why", "Down", "--json"}).out).as_object();
    EXPECT_EQ(why.at("reason").as_string(), "refused");
    EXPECT_TRUE(why.at("parent").is_null());
    EXPECT_TRUE(why.at("suppressed").is_number());
    EXPECT_GT(why.at("next_look_in_ms").to_number<double>(), 0.0);
    const auto& endpoint = why.at("endpoints").at(0).as_object();
    EXPECT_EQ(endpoint.at("endpoint").as_string(), down_);
    EXPECT_FALSE(endpoint.at("ok").as_bool());
    EXPECT_EQ(endpoint.at("address").as_string(), "127.0.0.1");
    EXPECT_THAT(std::string(endpoint.at("time").as_string()), EndsWith("Z"));
    EXPECT_GT(endpoint.at("total_ms").to_number<double>(), 0.0);
    const auto& step = endpoint.at("steps").as_array().back().as_object();
    EXPECT_EQ(step.at("step").as_string(), "connect");
    EXPECT_FALSE(step.at("ok").as_bool());
}

TEST_F(JudgingVerbs, ProbePrintsInTheOrderAskedAndFailsWhereOneFailed) {
    const auto ended = program_.run({"probe", down_, server_->url()});
    EXPECT_EQ(ended.status, 3);
    EXPECT_THAT(ended.out, StartsWith(down_ + "  refused in "));
    EXPECT_THAT(ended.out, HasSubstr("\n" + server_->url() + "  ok in "));
    EXPECT_EQ(program_.run({"probe", server_->url()}).status, 0);
}

TEST_F(JudgingVerbs, WaitIsOverWithoutAnAnswerWhereNothingWasJudgedInItsTime) {
    const auto silent = "imap" + server_->url().substr(3); // it accepts, and never speaks
    ASSERT_EQ(program_.run({"profile", "add", "Silent", silent}).status, 0);
    EXPECT_EQ(program_.run({"wait", "Silent", "online", "--timeout", "200ms"}).status, 124);
    EXPECT_EQ(program_.run({"wait", "Up", "online", "--timeout", "20s"}).status, 0);
}

TEST_F(JudgingVerbs, ARefusedFileIsSaidToBeOneAndNotThatThereAreNoProfiles) {
    const Program other;
    std::filesystem::create_directories(other.profiles());
    std::ofstream(other.profiles() / "Bad.toml") << "nam = 1\n";
    for (const std::vector<std::string>& words : {std::vector<std::string>{"status"}, {"profile", "list"}}) {
        const auto ended = other.run(words);
        EXPECT_EQ(ended.status, 2);
        EXPECT_THAT(ended.err, HasSubstr("Bad.toml:1:1: unknown key nam"));
        EXPECT_THAT(ended.err, testing::Not(HasSubstr("there are no profiles")));
    }
}

TEST_F(JudgingVerbs, ColourIsOnlyWhereItIsWished) {
    EXPECT_THAT(program_.run({"probe", server_->url()}).out, testing::Not(HasSubstr("\x1b")));
    EXPECT_THAT(program_.run({"probe", server_->url(), "--color", "always"}).out,
                HasSubstr("\x1b[32mok\x1b[0m"));
}

} // namespace
