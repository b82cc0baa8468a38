#include <algorithm>
#include <cstdlib>
#include <string>

#include <gmock/gmock.h>
#include <sys/wait.h>

#include "offlinectl/program.h"

namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

using Words = std::vector<std::string>;

class WrongUse : public testing::TestWithParam<Words> {};

TEST_P(WrongUse, EndsWithTwoAndOneLineThatSaysWhatAndWhatToDo) {
    const Program program;
    const auto ended = program.run(GetParam());
    EXPECT_EQ(ended.status, 2);
    EXPECT_THAT(ended.out, IsEmpty());
    EXPECT_THAT(ended.err, StartsWith("offlinectl: "));
    EXPECT_THAT(ended.err, EndsWith("\n"));
    EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
}

INSTANTIATE_TEST_SUITE_P(
    Of, WrongUse,
    testing::Values(
        Words{}, Words{"frobnicate"}, Words{"profile"}, Words{"profile", "frobnicate"}, Words{"--frobnicate"},
        Words{"status", "--frobnicate"}, Words{"--color", "mauve", "status"}, Words{"status", "--quiet"},
        Words{"status", "--quiet", "a", "b"}, Words{"why"}, Words{"wait", "Work"},
        Words{"wait", "Work", "sideways"}, Words{"wait", "Work", "online", "--timeout", "5"},
        Words{"set", "Work"}, Words{"set", "Work", "offline"}, Words{"report", "Work"},
        Words{"report", "Work", "well"}, Words{"report", "Work", "failed"}, Words{"probe"},
        Words{"probe", "imap//x"}, Words{"probe", "imaps://a", "--timeout", "-1s"},
        Words{"probe", "imaps://a\nb"}, Words{"probe", "route:name"}, Words{"probe", "tcp://127.0.0.1:85679"},
        Words{"probe", "route:default", "--timeout", "0s"}, Words{"watch", "--endpoint", "gopher://a"},
        Words{"watch", "--for", "soon"}, Words{"profile", "add", "Work"}, Words{"history"},
        Words{"history", "Work", "--since", "soon"}, Words{"history", "Work", "--since", "-7"},
        Words{"history", "Work", "--limit", "many"}, Words{"history", "Work", "--limit", "-1"}, Words{"run"},
        Words{"run", "Work"}, Words{"run", "Work", "true"}, Words{"profile", "add", "Work", "imaps://a b"},
        Words{"profile", "add", "-", "imaps://a"}));

TEST(Usage, IsToldOnRequest) {
    const Program program;
    for (const Words& words :
         {Words{"--help"}, Words{"watch", "--help"}, Words{"profile", "add", "--help"}}) {
        const auto ended = program.run(words);
        EXPECT_EQ(ended.status, 0);
        EXPECT_THAT(ended.out, HasSubstr("Usage: offlinectl"));
        EXPECT_THAT(ended.err, IsEmpty());
    }
    EXPECT_THAT(program.run({"--version"}).out, StartsWith("offlinectl "));
}

// As a shell runs it, with its output closed or on a full disk.
int exit_of(const std::string& words_and_redirection) {
    return WEXITSTATUS(std::system((OFFLINECTL " " + words_and_redirection + " 2>/dev/null").c_str()));
}

TEST(Output, ThatCannotBeWrittenIsAFailure) {
    for (const std::string words :
         {"--help", "--version", "probe route:127.0.0.1", "probe route:127.0.0.1 --json",
          "watch --endpoint route:127.0.0.1 --for 1s"}) {
        EXPECT_EQ(exit_of(words + " >&-"), 1) << words;
        EXPECT_EQ(exit_of(words + " >/dev/full"), 1) << words;
    }
}

TEST(Usage, OfSetAndReportWithoutADaemonSaysThatTheyNeedOne) {
    EXPECT_THAT(Program().run({"set", "Work", "offline"}).err, HasSubstr("daemon"));
    EXPECT_THAT(Program().run({"report", "Work", "failed"}).err, HasSubstr("daemon"));
}

TEST(Usage, OfAProfileThatThereIsNotEndsWithFour) {
    const Program program;
    for (const Words& words :
         {Words{"status", "Work"}, Words{"why", "Work"}, Words{"wait", "Work", "online"},
          Words{"watch", "Work"}, Words{"run", "Work", "--", "true"}, Words{"profile", "show", "Work"},
          Words{"profile", "remove", "Work"}, Words{"history", "Work"}, Words{"history", "Work", "--json"},
          Words{"status", "--quiet", "Work"}}) {
        const auto ended = program.run(words);
        EXPECT_EQ(ended.status, 4) << words[0];
        EXPECT_THAT(ended.err, StartsWith("offlinectl: there is no profile \"Work\"; "));
    }
}

} // namespace
