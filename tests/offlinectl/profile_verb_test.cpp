#include <filesystem>
#include <fstream>
#include <string>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "offlinectl/program.h"

namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class ProfileVerb : public testing::Test {
protected:
    Program program_;
};

TEST_F(ProfileVerb, AddsShowsListsAndRemoves) {
    EXPECT_EQ(program_.run({"profile", "add", "Work", "imaps://a.example", "smtp://b.example"}).status, 0);
    EXPECT_EQ(program_.run({"profile", "show", "work"}).out,
              "name = \"Work\"\nendpoints = [\"imaps://a.example\", \"smtp://b.example\"]\n");
    EXPECT_EQ(program_.run({"profile", "list"}).out, "Work  imaps://a.example  smtp://b.example\n");
    EXPECT_EQ(program_.run({"profile", "remove", "WORK"}).status, 0);
    EXPECT_THAT(program_.run({"profile", "list"}).out, IsEmpty());
}

TEST_F(ProfileVerb, AddRefusesASecondOneOfThatName) {
    ASSERT_EQ(program_.run({"profile", "add", "Work", "imaps://a.example"}).status, 0);
    const auto again = program_.run({"profile", "add", "work", "imaps://b.example"});
    EXPECT_EQ(again.status, 2);
    EXPECT_THAT(again.err, HasSubstr("already"));
}

TEST_F(ProfileVerb, ListAlignsNamesByTheirColumns) {
    for (const char* name : {"A", "W\xC3\xB6rk"})
        ASSERT_EQ(program_.run({"profile", "add", name, "imaps://a.example"}).status, 0);
    EXPECT_EQ(program_.run({"profile", "list"}).out,
              "A     imaps://a.example\nW\xC3\xB6rk  imaps://a.example\n");
}

TEST_F(ProfileVerb, ListGoesOnAfterABadFileAndSaysWhereItIsBad) {
    ASSERT_EQ(program_.run({"profile", "add", "Work", "imaps://a.example"}).status, 0);
    std::ofstream(program_.profiles() / "Bad.toml")
        << "endpoints = [\"imaps://a.example\"]\ncolour = \"red\"\n";
    const auto ended = program_.run({"profile", "list"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, HasSubstr("Work"));
    EXPECT_THAT(ended.err, HasSubstr("Bad.toml:2:1: unknown key colour; expected"));
    EXPECT_EQ(program_.run({"profile", "show", "Bad"}).status, 2);
}

TEST_F(ProfileVerb, ShowsHooks) {
    std::filesystem::create_directories(program_.profiles());
    const std::string text = "name = \"Work\"\nendpoints = [\"imaps://a.example\"]\n"
                             "on_online = [\"/usr/bin/mbsync\", \"-a\"]\n";
    std::ofstream(program_.profiles() / "Work.toml") << text;
    EXPECT_EQ(program_.run({"profile", "show", "Work"}).out, text);
    const auto hooks =
        boost::json::parse(program_.run({"profile", "show", "Work", "--json"}).out).at("hooks");
    EXPECT_EQ(hooks.at("on_online"), boost::json::array({"/usr/bin/mbsync", "-a"}));
    EXPECT_EQ(hooks.at("on_offline"), boost::json::array());
    EXPECT_EQ(hooks.at("timeout_ms").to_number<double>(), 30'000.0);
}

TEST_F(ProfileVerb, SpeaksJsonOnOneLine) {
    ASSERT_EQ(program_.run({"profile", "add", "W\"ork", "imaps://a.example"}).status, 0);
    const auto shown = boost::json::parse(program_.run({"profile", "show", "W\"ork", "--json"}).out);
    EXPECT_EQ(shown.at("profile").as_string(), "W\"ork");
    EXPECT_EQ(shown.at("endpoints").as_array().size(), 1U);
    EXPECT_EQ(shown.at("probe").at("interval_ms").to_number<double>(), 300'000.0);
}

} // namespace
