#include <gmock/gmock.h>

#include "offlinectl/script.h"

namespace {

using namespace offline;
using namespace std::chrono_literals;
using offlinectl::parse_script;
using offlinectl::Script;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

using Kind = Script::Step::Kind;

std::string wrong(std::string_view text) {
    const auto read = parse_script(text, "s");
    return read ? "it was read" : read.error().what;
}

Script read(std::string_view text) {
    auto script = parse_script(text, "s");
    if (!script)
        throw std::runtime_error(script.error().what);
    return *script;
}

TEST(AScript, SaysStatesReasonsAndWhen) {
    const auto script = read("# a ride\n\nprofile Work   # mine\nonline\nafter 2s offline\n"
                             "after 500ms offline refused \"it is # serviced\"  # so\nonline unknown");
    EXPECT_THAT(script.profiles, ElementsAre("Work"));
    ASSERT_THAT(script.steps, SizeIs(4));
    EXPECT_EQ(script.steps[0].reason, Reason::ok);
    EXPECT_EQ(script.steps[1].after, 2s);
    EXPECT_EQ(script.steps[1].reason, Reason::no_route);
    EXPECT_EQ(script.steps[1].detail, sentence(Reason::no_route));
    EXPECT_EQ(script.steps[2].line, 6U);
    EXPECT_EQ(script.steps[2].detail, "it is # serviced");
    EXPECT_EQ(script.steps[3].reason, Reason::unknown);
}

TEST(AScript, MayPlaySeveralProfilesWhoseNamesHaveSpaces) {
    const auto script =
        read("profile My work\r\noffline\r\nprofile \"home # 2\"\nonline\nprofile My work\nonline\n");
    EXPECT_THAT(script.profiles, ElementsAre("My work", "home # 2"));
    EXPECT_EQ(script.steps[1].profile, 1U);
    EXPECT_EQ(script.steps[2].profile, 0U);
}

TEST(AScript, RepeatsAFewTimesOrForEverAndHolds) {
    const auto script = read("profile p\nrepeat\nrepeat 3\nafter 1s online\nend\nend\nafter 1min\nhold\n");
    ASSERT_THAT(script.steps, SizeIs(7));
    EXPECT_EQ(script.steps[0].times, std::nullopt);
    EXPECT_EQ(script.steps[1].times, 3U);
    EXPECT_EQ(script.steps[5].kind, Kind::pause);
    EXPECT_EQ(script.steps[6].kind, Kind::hold);
}

TEST(AScript, IsRefusedWithLineAndColumn) {
    EXPECT_THAT(wrong(""), StartsWith("s:1:1: nothing is played"));
    EXPECT_THAT(wrong("profile p\n"), StartsWith("s:1:1: nothing is played"));
    EXPECT_THAT(wrong("online"), StartsWith("s:1:1: whose state is it?"));
    EXPECT_THAT(wrong("profile"), StartsWith("s:1:8: which profile?"));
    EXPECT_THAT(wrong("profile p\n  up"), StartsWith("s:2:3: \"up\" is no step; say profile, online,"));
    EXPECT_THAT(wrong("profile p\nafter soon online"), StartsWith("s:2:7: "));
    EXPECT_THAT(wrong("profile p\nafter"), StartsWith("s:2:6: after how long?"));
    EXPECT_THAT(wrong("profile p\nafter 1s end"), StartsWith("s:2:10: \"end\" cannot follow"));
    EXPECT_THAT(wrong("profile p\noffline gone"), StartsWith("s:2:9: there is no reason \"gone\"; those of "
                                                             "offline are settling, no-route, dns-failed"));
    EXPECT_THAT(wrong("profile p\noffline ok"),
                StartsWith("s:2:9: ok is no reason for servers to be offline"));
    EXPECT_THAT(wrong("profile p\nonline refused"), HasSubstr("; those of online are ok, unknown"));
    EXPECT_THAT(wrong("profile p\noffline user"), HasSubstr("user is a wish"));
    EXPECT_THAT(wrong("profile p\noffline refused \"so"), StartsWith("s:2:17: the quotes do not end"));
    EXPECT_THAT(wrong("profile p\nonline offline"), StartsWith("s:2:8: there is no reason \"offline\""));
    EXPECT_THAT(wrong("profile p\nonline ok now"), StartsWith("s:2:11: \"now\" is too much here"));
    EXPECT_THAT(wrong("profile p\nrepeat 0\nonline\nend"), StartsWith("s:2:8: \"0\" is no number of times"));
    EXPECT_THAT(wrong("profile p\nrepeat 2\nonline\n"), StartsWith("s:2:1: this repeat has no end"));
    EXPECT_THAT(wrong("profile p\nonline\nend\n"), StartsWith("s:3:1: there is no repeat"));
    EXPECT_THAT(wrong("profile p\nrepeat\nonline\nend\n"), StartsWith("s:4:1: no time passes"));
}

TEST(AScript, MayRepeatWithoutAPauseWhereItEnds) {
    EXPECT_THAT(read("profile p\nrepeat 2\nonline\noffline\nend\n").steps, SizeIs(4));
}

TEST(AScript, IsReadFromWhereItIs) {
    const auto example = offlinectl::read_script(EXAMPLES "/tunnel.script");
    ASSERT_TRUE(example) << example.error().what;
    EXPECT_THAT(example->profiles, ElementsAre("Work"));
    EXPECT_THAT(offlinectl::read_script("/nonexistent/script").error().what,
                StartsWith("/nonexistent/script cannot be read: No such file or directory; "));
    EXPECT_THAT(offlinectl::read_script("/").error().what, StartsWith("/ cannot be read: Is a directory"));
}

} // namespace
