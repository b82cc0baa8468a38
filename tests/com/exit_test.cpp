// exit() while notifications run. Each program of endings.cpp is a process of its own.
#include <array>
#include <chrono>
#include <cstdio>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>

namespace {

using namespace std::chrono_literals;

struct Ending {
    std::string said;
    int status;
    std::chrono::steady_clock::duration took;
};

Ending run(const std::string& program) {
    const auto began = std::chrono::steady_clock::now();
    FILE* const pipe = ::popen((std::string(ENDINGS) + " " + program).c_str(), "re");
    Ending ending{};
    std::array<char, 256> some{};
    while (const auto got = std::fread(some.data(), 1, some.size(), pipe))
        ending.said.append(some.data(), got);
    ending.status = ::pclose(pipe);
    ending.took = std::chrono::steady_clock::now() - began;
    return ending;
}

void expect_exit_with_7(const Ending& ending) {
    EXPECT_TRUE(WIFEXITED(ending.status)) << "signal " << WTERMSIG(ending.status);
    EXPECT_EQ(WEXITSTATUS(ending.status), 7);
}

TEST(Exit, WaitsForANotifyThatReturnsSoon) {
    const auto ending = run("while_notify_runs");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "begins\nreturns\nafter\n");
}

TEST(Exit, InsideNotifyEndsTheProcess) {
    const auto ending = run("inside_notify");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "begins\n");
}

TEST(Exit, DoesNotWaitLongForANotifyThatHangs) {
    const auto ending = run("with_a_hung_notify");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "begins\n");
    EXPECT_GE(ending.took, 100ms);
    EXPECT_LT(ending.took, 5s);
}

TEST(Exit, LetsNoNotifyBegin) {
    const auto ending = run("changing_once_exit_has_begun");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "accepted\nafter\n");
}

TEST(Exit, LetsNoNotifyBeginForAnObjectThatEndsBeforeTheLibrarysFirstHandler) {
    const auto ending = run("changing_in_a_later_static_objects_destructor");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "accepted\nafter\n");
}

TEST(Log, IntoAPipeThatNobodyReadsDoesNotEndTheProgram) {
    const auto ending = run("logging_into_a_broken_pipe");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "after\n");
}

TEST(Exit, LeavesNobodyBlockedInSetCurrentState) {
    for (const auto* program : {"blocking_once_exit_has_begun", "blocked_as_exit_begins"}) {
        const auto ending = run(program);
        expect_exit_with_7(ending);
        EXPECT_EQ(ending.said, "after\n");
    }
}

TEST(Exit, StillAllowsUnadviseAndRelease) {
    const auto ending = run("unadvising_once_exit_has_begun");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "after\n");
}

TEST(Exit, IsNotHeldUpByAnInboxThatNobodyReads) {
    const auto ending = run("with_a_full_inbox");
    expect_exit_with_7(ending);
    EXPECT_EQ(ending.said, "after\n");
}

} // namespace
