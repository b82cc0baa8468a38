#include <cstdlib>
#include <map>
#include <string>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "offlinectl/program.h"
#include "servers/message_bus.h"

namespace {

using offline::servers::MessageBus;
using offline::servers::Players;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

struct Source {
    std::string outcome, detail;
};

class WhySources : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(program_.run({"profile", "add", "Work", "route:default"}).status, 0); }

    std::map<std::string, Source> as_json() const {
        std::map<std::string, Source> sources;
        const auto why = boost::json::parse(program_.run({"why", "Work", "--json"}).out);
        for (const auto& each : why.at("sources").as_array())
            sources[std::string(each.at("source").as_string())] = {
                std::string(each.at("outcome").as_string()), std::string(each.at("detail").as_string())};
        return sources;
    }

    Program program_;
};

TEST_F(WhySources, AreNamedWhereThereIsNoBus) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/at/all", 1);
    auto sources = as_json();
    EXPECT_EQ(sources.size(), 5U);
    EXPECT_EQ(sources["kernel"].outcome, "working");
    EXPECT_EQ(sources["clock"].outcome, "working");
    EXPECT_THAT(sources["name-servers"].outcome, AnyOf("working", "absent"));
    for (const auto* name : {"logind", "network-manager"}) {
        EXPECT_EQ(sources[name].outcome, "absent");
        EXPECT_THAT(sources[name].detail, HasSubstr("/nowhere/at/all"));
    }
    const auto words = program_.run({"why", "Work"}).out;
    EXPECT_THAT(words, HasSubstr("\n  news comes from kernel"));
    EXPECT_THAT(words, HasSubstr("absent: logind, network-manager"));
    EXPECT_THAT(words, Not(HasSubstr("failed")));
}

TEST_F(WhySources, AreKnownToAProcessThatHasJustBegunAndFailedOnesSayWhy) {
    if (!MessageBus::missing().empty())
        GTEST_SKIP() << MessageBus::missing();
    MessageBus bus;
    bus.start();
    Players players;
    players.tell("play logind");
    players.tell("play manager");
    auto sources = as_json();
    EXPECT_EQ(sources["logind"].outcome, "working");
    EXPECT_EQ(sources["network-manager"].outcome, "working");
    EXPECT_EQ(sources["network-manager"].detail, "it sees the internet");

    players.tell("refuse yes");
    players.tell("say Metered 1");
    sources = as_json();
    EXPECT_EQ(sources["logind"].outcome, "failed");
    EXPECT_THAT(sources["network-manager"].detail, HasSubstr("metered"));
    EXPECT_THAT(
        program_.run({"why", "Work"}).out,
        HasSubstr("\n  logind failed: logind grants no delay: org.freedesktop.login1.OperationInProgress"));
}

TEST_F(WhySources, AreNotBelievedToBeThereWhereTheBusCannotBeUsed) {
    ::setenv("DBUS_SYSTEM_BUS_ADDRESS", "tcp:host=127.0.0.1", 1);
    auto sources = as_json();
    EXPECT_EQ(sources["logind"].outcome, "failed");
    EXPECT_THAT(sources["logind"].detail, HasSubstr("DBUS_SYSTEM_BUS_ADDRESS"));
}

} // namespace
