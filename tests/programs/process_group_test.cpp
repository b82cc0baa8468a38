#include "programs/process_group.h"

#include <csignal>
#include <fstream>
#include <future>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "engine/scratch_folder.h"
#include "programs/ear.h"

namespace offline::programs {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

class Groups : public testing::Test {
protected:
    std::unique_ptr<ProcessGroup> start(const std::string& script) {
        auto group = ProcessGroup::start(
            {.program = "/bin/sh", .words = {"sh", "-c", "exec >" + ear_.place() + "; " + script}},
            [this] { over_.set_value(); });
        EXPECT_TRUE(group);
        return std::move(*group);
    }

    int number() { return std::stoi(ear_.line().value_or("-1")); }

    ScratchFolder folder_;
    Ear ear_{folder_ / "ear"};
    std::promise<void> over_;
};

TEST_F(Groups, SayWhenAndHowTheyEnded) {
    const auto group = start("exit 7");
    EXPECT_EQ(over_.get_future().wait_for(60s), std::future_status::ready);
    EXPECT_EQ(WEXITSTATUS(group->status()), 7);
    EXPECT_EQ(ending_of(group->status()), "status 7");
    EXPECT_TRUE(group->wait_over(0s));
    group->signal(SIGKILL); // to nobody
    group->end(1s);
    EXPECT_EQ(ending_of(group->status()), "status 7");
}

TEST_F(Groups, TakeWhatTheProgramLeavesBehindWithIt) {
    const auto group = start("sleep 1000 & echo $!");
    EXPECT_TRUE(has_ended(number()));
    EXPECT_TRUE(group->wait_over(60s));
}

TEST_F(Groups, EndWhenTheyAreAskedEvenWhereTheyAreStopped) {
    const auto group = start("echo $$; kill -STOP $$; echo not reached");
    number();
    group->end(60s);
    EXPECT_EQ(ending_of(group->status()), "signal 15 (Terminated)");
}

TEST_F(Groups, AreKilledWhereTheyDoNotEnd) {
    const auto group = start("trap '' TERM; echo $$; while :; do sleep 1000; done");
    number();
    group->end(50ms);
    EXPECT_EQ(ending_of(group->status()), "signal 9 (Killed)");
}

TEST_F(Groups, GoWithTheirDestructor) {
    auto group = start("trap '' TERM; echo $$; while :; do sleep 1000; done");
    const auto leader = number();
    group.reset();
    EXPECT_EQ(::kill(leader, 0), -1);
}

TEST_F(Groups, HaveNoDescriptorOfOurs) {
    const int ours = ::fcntl(STDOUT_FILENO, F_DUPFD, 77); // one that a program would inherit
    ASSERT_GE(ours, 77);
    const auto group = start("ls /proc/$$/fd; echo end");
    for (const auto* expected : {"0", "1", "2", "end"})
        EXPECT_EQ(ear_.line(), expected);
    ::close(ours);
}

TEST_F(Groups, HaveNoWayToMorePrivilegesAndNothingToRead) {
    const auto group = start("grep NoNewPrivs /proc/self/status; cat; echo end");
    EXPECT_EQ(ear_.line(), "NoNewPrivs:\t1");
    EXPECT_EQ(ear_.line(), "end");
}

// No shell is between: some clear the mask themselves.
TEST_F(Groups, BeginWithNoSignalBlockedOrIgnored) {
    ::signal(SIGPIPE, SIG_IGN);
    const auto copy = folder_ / "status";
    const auto group = ProcessGroup::start(
        {.program = "/bin/cp", .words = {"cp", "/proc/self/status", copy.native()}}, [] {});
    ASSERT_TRUE(group);
    ASSERT_TRUE((*group)->wait_over(60s));
    std::vector<std::string> signals;
    std::ifstream status(copy);
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("SigBlk") || line.starts_with("SigIgn"))
            signals.push_back(line);
    EXPECT_THAT(signals, testing::ElementsAre("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000"));
}

TEST(GroupsThatCannotStart, SayWhy) {
    for (const auto& [program, why] :
         {std::pair{"/nowhere/at/all", "No such file"}, std::pair{"/etc/passwd", "Permission denied"}}) {
        const auto group = ProcessGroup::start({.program = program, .words = {program}}, [] { FAIL(); });
        ASSERT_FALSE(group);
        EXPECT_THAT(group.error().what, HasSubstr(why));
    }
    EXPECT_EQ(::waitpid(-1, nullptr, WNOHANG), -1) << "no zombie is left";
}

} // namespace
} // namespace offline::programs
