#include <chrono>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <optional>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "offlinectl/listener.h"
#include "offlinectl/program.h"

namespace {

using boost::json::object;
using testing::ElementsAre;
using testing::HasSubstr;

std::string text(const object& event, const char* key) { return std::string(event.at(key).as_string()); }

class WatchVerb : public testing::Test {
protected:
    /// A profile that notices the loss of its server within a fraction of a second.
    void SetUp() override {
        std::filesystem::create_directories(program_.profiles());
        std::ofstream(program_.profiles() / "Work.toml") << "endpoints = [\"" << server_->url() << "\"]\n"
                                                         << "[probe]\ninterval = \"200ms\"\nstrikes = 1\n";
    }

    static object next(Program::Running& watch) {
        const auto line = watch.line();
        EXPECT_TRUE(line) << "the output ended, or stayed silent";
        return line ? boost::json::parse(*line).as_object() : object{};
    }

    /// The next event of that kind.
    static object await(Program::Running& watch, std::string_view kind, std::string_view reason) {
        for (;;) {
            auto event = next(watch);
            if (event.empty() || (text(event, "event") == kind && text(event, "reason") == reason))
                return event;
        }
    }

    Program program_;
    std::optional<Listener> server_{std::in_place};
};

TEST_F(WatchVerb, BeginsWithASnapshotAndTellsTheThreePhasesOfAChange) {
    auto watch = program_.start({"watch", "Work", "--json"});
    const auto snapshot = next(watch);
    EXPECT_EQ(text(snapshot, "event"), "snapshot");
    EXPECT_EQ(text(snapshot, "profile"), "Work");
    EXPECT_EQ(text(snapshot, "state"), "online");
    if (text(snapshot, "reason") != "ok") {
        EXPECT_EQ(text(await(watch, "reason", "ok"), "old_reason"), "unknown");
    }

    server_.reset();
    std::vector<std::string> phases;
    std::int64_t last = snapshot.at("monotonic_ns").as_int64();
    while (phases.size() < 3) {
        const auto event = await(watch, "notify", "refused");
        ASSERT_FALSE(event.empty());
        phases.push_back(text(event, "type"));
        EXPECT_EQ(text(event, "old"), "online");
        EXPECT_EQ(text(event, "new"), "offline");
        EXPECT_GE(event.at("monotonic_ns").as_int64(), last);
        last = event.at("monotonic_ns").as_int64();
    }
    EXPECT_THAT(phases, ElementsAre("START", "STATECHANGE", "DONE"));
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    EXPECT_LE(last, now.tv_sec * 1'000'000'000 + now.tv_nsec);

    watch.signal(SIGINT);
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(WatchVerb, ShowsPeopleOneLineForAChange) {
    auto watch = program_.start({"watch", "Work"});
    std::string line = watch.line().value_or("");
    while (line.find("  online   ok") == std::string::npos && !line.empty())
        line = watch.line().value_or("");
    server_.reset();
    EXPECT_THAT(watch.line().value_or(""),
                testing::ContainsRegex("^[0-9:]{8}  Work  offline  refused .*\\(was online for at least "));
    watch.signal(SIGTERM);
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(WatchVerb, TakesProfilesBeforeAndBehindAnEndpoint) {
    for (const std::vector<std::string>& words :
         {std::vector<std::string>{"watch", "--endpoint", server_->url(), "Work"},
          {"watch", "Work", "--endpoint", server_->url()}}) {
        auto all = words;
        all.insert(all.end(), {"--json", "--for", "20s"});
        auto watch = program_.start(all);
        EXPECT_THAT((std::vector{text(next(watch), "profile"), text(next(watch), "profile")}),
                    testing::UnorderedElementsAre("-", "Work"));
        watch.signal(SIGINT);
        EXPECT_EQ(watch.wait(), 0);
    }
}

TEST_F(WatchVerb, BeginsWithASentenceWhereNothingIsKnownYet) {
    auto watch = program_.start({"watch", "Work", "--json"});
    EXPECT_NE(text(next(watch), "detail"), "");
}

TEST_F(WatchVerb, EndsAfterItsTime) {
    auto watch = program_.start({"watch", "--endpoint", server_->url(), "--for", "50ms", "--json"});
    EXPECT_EQ(text(next(watch), "profile"), "-");
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(WatchVerb, EndsQuietlyWhenItsReaderGoesAwayThoughNothingHappens) {
    auto watch = program_.start({"watch", "--endpoint", server_->url(), "--json"});
    next(watch);
    watch.close_output();
    EXPECT_EQ(watch.wait(), 0);
}

TEST_F(WatchVerb, AppendsToAReportWhatJsonWouldShow) {
    const auto report = program_.profiles() / "report";
    std::ofstream(report) << "{\"event\":\"older\"}\n";
    EXPECT_EQ(program_.run({"watch", "Work", "--for", "50ms", "--report", report}).status, 0);
    std::ifstream lines(report);
    std::string first, second;
    std::getline(lines, first);
    std::getline(lines, second);
    EXPECT_EQ(first, "{\"event\":\"older\"}");
    EXPECT_EQ(text(boost::json::parse(second).as_object(), "event"), "snapshot");
}

TEST_F(WatchVerb, SaysSoWhereTheReportCannotBeWritten) {
    const auto ended = program_.run({"watch", "Work", "--for", "50ms", "--report", "/nowhere/report"});
    EXPECT_EQ(ended.status, 1);
    EXPECT_THAT(ended.err, HasSubstr("/nowhere/report cannot be written"));
}

} // namespace
