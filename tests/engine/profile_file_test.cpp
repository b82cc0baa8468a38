#include "engine/profile_file.h"

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include <gmock/gmock.h>

#include "engine/scratch_folder.h"

namespace offline::engine {
namespace {

using namespace std::chrono_literals;
using namespace std::string_literals;
using base::Code;
using model::Profile;
using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr auto endpoints = "endpoints = [\"imaps://a.example\"]\n";

Profile parsed(const std::string& text) {
    auto profile = parse_profile(text, "folder/Work.toml");
    EXPECT_TRUE(profile) << profile.error().what;
    return profile ? *profile : Profile{};
}

TEST(ProfileFile, OfTheContractIsReadWhole) {
    const auto profile = parsed(R"(
name = "Work"
endpoints = ["imaps://imap.example.org", "submission://smtp.example.org"]
require = "all"
[probe]
interval = "0"
timeout = "7s"
strikes = 5
retry = "2s"
retry_max = "2min"
[settle]
online = "1s"
offline = "500ms"
damping = false
)");
    EXPECT_EQ(profile.name, "Work");
    ASSERT_EQ(profile.endpoints.size(), 2U);
    EXPECT_EQ(profile.endpoints[1].host, "smtp.example.org");
    EXPECT_EQ(profile.require, model::Require::all);
    EXPECT_EQ(profile.probe, (model::ProbePolicy{0s, 7s, 5, 2s, 2min}));
    EXPECT_EQ(profile.settle, (model::SettlePolicy{1s, 500ms, false}));
}

TEST(ProfileFile, NamesHooksAsProgramsWithTheirArguments) {
    const auto profile = parsed(R"(
endpoints = ["imaps://a.example"]
on_online = ["/usr/bin/mbsync", "-a", "", "$HOME; \"x\""]
on_offline = ["/bin/true"]
[hooks]
timeout = "2min"
)");
    EXPECT_THAT(profile.hooks.on_online, testing::ElementsAre("/usr/bin/mbsync", "-a", "", "$HOME; \"x\""));
    EXPECT_THAT(profile.hooks.on_offline, testing::ElementsAre("/bin/true"));
    EXPECT_EQ(profile.hooks.timeout, 2min);
    EXPECT_EQ(parsed(print_profile(profile)), profile);
    EXPECT_EQ(parsed(endpoints).hooks, model::Hooks{});
}

TEST(ProfileFile, MayWriteNeverAsAPlainZero) {
    EXPECT_EQ(parsed(endpoints + "[probe]\ninterval = 0\n"s).probe.interval, 0s);
}

TEST(ProfileFile, LeavesTheDefaultsWhereItSaysNothing) {
    const auto profile = parsed(endpoints);
    EXPECT_EQ(profile.name, "Work") << "the name of the file";
    EXPECT_EQ(profile.require, model::Require::any);
    EXPECT_EQ(profile.probe, model::ProbePolicy{});
    EXPECT_EQ(profile.settle, model::SettlePolicy{});
}

struct Wrong {
    std::string text;
    std::string where;
    std::string what;

    friend void PrintTo(const Wrong& wrong, std::ostream* out) { *out << wrong.where << ' ' << wrong.what; }
};

class WrongProfileFile : public testing::TestWithParam<Wrong> {};

TEST_P(WrongProfileFile, IsRefusedWithItsPlaceAndWhatWasExpected) {
    const auto profile = parse_profile(GetParam().text, "/p/Work.toml");
    ASSERT_FALSE(profile) << GetParam().text;
    EXPECT_EQ(profile.error().code, Code::profile_invalid);
    EXPECT_THAT(profile.error().what,
                AllOf(StartsWith("/p/Work.toml:" + GetParam().where), HasSubstr(GetParam().what)))
        << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(
    Files, WrongProfileFile,
    testing::Values(
        Wrong{endpoints + "colour = 1\n"s, "2:1", "unknown key colour; expected one of name, endpoints"},
        Wrong{endpoints + "[probe]\n\n  timout = \"5s\"\n"s, "4:3",
              "unknown key timout in [probe]; expected one of"},
        Wrong{endpoints + "[settle]\nonlin = \"5s\"\n"s, "3:1", "unknown key onlin in [settle]"},
        Wrong{endpoints + "name = 5\n"s, "2:8", "name is of type integer; expected a string"},
        Wrong{endpoints + "name = \"\"\n"s, "2:8", "the name is empty"},
        Wrong{endpoints + "name = \"-\"\n"s, "2:8", "\"-\" stands for"},
        Wrong{endpoints + "name = \"a\\u0000b\"\n"s, "2:8", "control character"},
        Wrong{endpoints + "name = \""s + std::string(129, 'a') + "\"\n", "2:8", "longer than 128 bytes"},
        Wrong{"name = \"Work\"\n", "1:1", "there are no endpoints; expected"},
        Wrong{"", "1:1", "there are no endpoints"},
        Wrong{"endpoints = []\n", "1:13", "endpoints has 0 entries; expected 1 to 1000"},
        Wrong{"endpoints = \"imaps://a.example\"\n", "1:13", "endpoints is of type string; expected a list"},
        Wrong{"endpoints = [\n  \"imaps://a.example\",\n  \"imap//b.example\"]\n", "3:3",
              "\"imap//b.example\" is not an endpoint"},
        Wrong{"endpoints = [1]\n", "1:14", "an endpoint is of type integer; expected a URL"},
        Wrong{endpoints + "on_online = \"mbsync -a\"\n"s, "2:13",
              "on_online is of type string; expected a list of strings"},
        Wrong{endpoints + "on_online = []\n"s, "2:13", "on_online has 0 words; expected 1 to 100"},
        Wrong{endpoints + "on_online = [\"mbsync\"]\n"s, "2:14", "\"mbsync\" is not the whole path"},
        Wrong{endpoints + "on_offline = [\"/a\", 1]\n"s, "2:21", "a word of on_offline is of type integer"},
        Wrong{endpoints + "on_offline = [\"/a\", \"\\u0000\"]\n"s, "2:21", "has a NUL in it"},
        Wrong{endpoints + "hooks = 1\n"s, "2:9", "hooks is of type integer; expected a table, [hooks]"},
        Wrong{endpoints + "[hooks]\ntimeout = \"0s\"\n"s, "3:11", "timeout is 0s; expected 10ms to 24h"},
        Wrong{endpoints + "[hooks]\non_online = [\"/a\"]\n"s, "3:1", "unknown key on_online in [hooks]"},
        Wrong{endpoints + "require = \"most\"\n"s, "2:11",
              "require is \"most\"; expected \"any\" or \"all\""},
        Wrong{endpoints + "require = true\n"s, "2:11", "require is of type boolean"},
        Wrong{endpoints + "probe = 1\n"s, "2:9", "probe is of type integer; expected a table"},
        Wrong{endpoints + "settle = []\n"s, "2:10", "settle is of type array; expected a table"},
        Wrong{endpoints + "[[probe]]\ntimeout = \"1s\"\n"s, "2:1", "probe is of type array"},
        Wrong{endpoints + "[probe]\ntimeout = 5\n"s, "3:11",
              "timeout is of type integer; expected a duration as a string"},
        Wrong{endpoints + "[probe]\ntimeout = \"5 s\"\n"s, "3:11", "timeout: \"5 s\" is not a duration"},
        Wrong{endpoints + "[probe]\ntimeout = \"0s\"\n"s, "3:11", "timeout is 0s; expected 10ms to 1h"},
        Wrong{endpoints + "[probe]\ninterval = \"1ms\"\n"s, "3:12",
              "interval is 1ms; expected 0s, or 100ms to"},
        Wrong{endpoints + "[probe]\nretry = \"0s\"\n"s, "3:9", "retry is 0s"},
        Wrong{endpoints + "[probe]\nretry = \"2min\"\n"s, "2:1",
              "retry is longer than retry_max; expected at most 1min"},
        Wrong{endpoints + "[probe]\nstrikes = 0\n"s, "3:11", "strikes is 0; expected a number from 1 to 100"},
        Wrong{endpoints + "[probe]\nstrikes = 4294967297\n"s, "3:11", "strikes is 4294967297"},
        Wrong{endpoints + "[probe]\nstrikes = 2.0\n"s, "3:11", "strikes is of type floating-point"},
        Wrong{endpoints + "[settle]\ndamping = \"yes\"\n"s, "3:11",
              "damping is of type string; expected true or false"},
        Wrong{endpoints + "[settle]\nonline = \"-1s\"\n"s, "3:10", "online: \"-1s\" is not a duration"},
        Wrong{"name = \"a\"\nname = \"b\"\n", "2:8: ", "cannot redefine"},
        Wrong{"endpoints = [\n", "1:15: ", "expected TOML"},
        Wrong{"name = \"\xFF\"\n", "1:", "expected TOML"}, Wrong{"\xFF\xFE", "1:", "expected TOML"},
        Wrong{"name = "s + std::string(5000, '['), "1:", "expected TOML"},
        Wrong{"name = \"a\0\"\n"s, "1:", "expected TOML"}));

TEST(ProfileFile, WithMoreThanAThousandEndpointsIsRefused) {
    std::string text = "endpoints = [";
    for (int i = 0; i < 1000; ++i)
        text += "\"imaps://h" + std::to_string(i) + ".example\",";
    EXPECT_TRUE(parse_profile(text + "]", "Work.toml"));
    EXPECT_FALSE(parse_profile(text + "\"imaps://one.example\"]", "Work.toml"));
}

TEST(ProfileFile, LongerThanAMebibyteIsRefused) {
    const ScratchFolder folder;
    std::ofstream(folder / "Work.toml")
        << endpoints << std::string((1 << 20) - std::string(endpoints).size(), '\n');
    EXPECT_TRUE(read_profile(folder / "Work.toml"));
    std::ofstream(folder / "Work.toml", std::ios::app) << '\n';
    const auto profile = read_profile(folder / "Work.toml");
    ASSERT_FALSE(profile);
    EXPECT_THAT(profile.error().what, HasSubstr("too long; expected at most 1 MiB"));
}

TEST(ProfileFile, ThatIsNoFileIsRefusedAtOnce) {
    const ScratchFolder folder;
    ASSERT_EQ(mkfifo((folder / "Fifo.toml").c_str(), 0600), 0);
    EXPECT_EQ(read_profile(folder / "Fifo.toml").error().code, Code::profile_invalid);
    EXPECT_EQ(read_profile(folder.path()).error().code, Code::profile_invalid);
    EXPECT_EQ(read_profile("/dev/zero").error().code, Code::profile_invalid);
    EXPECT_EQ(read_profile(folder / "Missing.toml").error().code, Code::not_found);
}

TEST(ProfileFile, ReadsBackFromWhatWasPrinted) {
    Profile plain{.name = "Work", .endpoints = {*model::parse_endpoint("imaps://a.example")}};
    auto full = plain;
    full.name = "\xC3\x84 \"quoted\" \\ 'single' '''three''' # no comment";
    for (const char* url : {"submission://b.example", "route:default", "https://[2001:db8::1]:8443/x?y=z"})
        full.endpoints.push_back(*model::parse_endpoint(url));
    full.require = model::Require::all;
    full.probe = {0s, 1500ms, 1, 2s, 3min};
    full.settle = {5s, 2min, false};
    for (const auto& profile : {plain, full})
        EXPECT_EQ(parsed(print_profile(profile)), profile) << print_profile(profile);
}

TEST(ProfileFile, IsPrintedWithoutWhatHasItsDefault) {
    const Profile profile{.name = "Work", .endpoints = {*model::parse_endpoint("imaps://a.example")}};
    EXPECT_EQ(print_profile(profile), "name = \"Work\"\nendpoints = [\"imaps://a.example\"]\n");
}

} // namespace
} // namespace offline::engine
