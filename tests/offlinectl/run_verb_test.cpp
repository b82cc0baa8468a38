#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <gmock/gmock.h>
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "offlinectl/listener.h"
#include "offlinectl/program.h"

namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Words = std::vector<std::string>;

/// The process of that number, as /proc tells: R, S, T, Z…; none where there is no such process.
std::optional<char> state_of(pid_t process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(file, text);
    const auto name_end = text.rfind(')');
    if (name_end == std::string::npos)
        return std::nullopt;
    return text.at(name_end + 2);
}

/// Waits until there is no such process, not even a dead one.
bool is_gone(pid_t process) {
    for (int patience = 0; patience < 6'000; ++patience) {
        if (!state_of(process))
            return true;
        usleep(10'000); // nothing tells that a dead process was reaped
    }
    return false;
}

/// The same of an orphan, which whoever adopts it may leave a zombie.
bool has_ended(pid_t process) {
    const int watched = static_cast<int>(syscall(SYS_pidfd_open, process, 0));
    if (watched < 0)
        return errno == ESRCH;
    pollfd ended{.fd = watched, .events = POLLIN, .revents = 0};
    const int count = poll(&ended, 1, 60'000);
    close(watched);
    return count == 1;
}

class RunVerb : public testing::Test {
protected:
    /// A profile that notices the loss and the return of its server within a fraction of a second.
    void SetUp() override {
        std::filesystem::create_directories(program_.profiles());
        for (const auto& [name, offline] : {std::pair{"Work", "0s"}, std::pair{"Slow", "1s"}})
            std::ofstream(program_.profiles() / (name + std::string(".toml")))
                << "endpoints = [\"" << server_->url() << "\"]\n"
                << "[probe]\ninterval = \"100ms\"\nstrikes = 1\nretry = \"100ms\"\nretry_max = \"100ms\"\n"
                << "[settle]\noffline = \"" << offline << "\"\ndamping = false\n";
    }

    /// Whether a line with that text comes.
    static bool await(Program::Running& running, std::string_view text) {
        for (auto line = running.line(); line; line = running.line())
            if (line->find(text) != std::string::npos)
                return true;
        return false;
    }

    Program::Running run(const Words& command) const {
        Words words{"run", "Work", "--embedded", "--"};
        words.insert(words.end(), command.begin(), command.end());
        return program_.start(words);
    }

    Program::Running run_script(const std::string& script) const { return run({"/bin/sh", "-c", script}); }

    static pid_t number_in(const std::optional<std::string>& line) {
        EXPECT_TRUE(line) << "the output ended, or stayed silent";
        return line ? static_cast<pid_t>(std::stol(*line)) : -1;
    }

    void lose_the_server() { server_->close(); }

    void bring_it_back() { server_->open(); }

    Program program_;
    std::optional<Listener> server_{std::in_place};
};

TEST_F(RunVerb, GivesEachWordToTheCommandAsItIs) {
    const Words odd{"status", "--help", "--json", "[a,b]", "$HOME", "*", "a b", "", "--", "'"};
    Words command{"printf", "<%s>\\n"};
    command.insert(command.end(), odd.begin(), odd.end());
    auto running = run(command);
    for (const auto& word : odd)
        EXPECT_EQ(running.line(), "<" + word + ">");
    running.signal(SIGTERM);
    EXPECT_EQ(running.wait(), 0);
}

TEST_F(RunVerb, EndsTheCommandWhenTheProfileGoesOfflineAndRunsItAgainWhenItReturns) {
    auto running = run_script("echo $$; exec sleep 1000");
    const auto first = number_in(running.line());
    EXPECT_TRUE(state_of(first));
    lose_the_server();
    EXPECT_TRUE(is_gone(first)) << "not even a zombie is left";
    bring_it_back();
    const auto second = number_in(running.line());
    EXPECT_NE(second, first);
    running.signal(SIGINT);
    EXPECT_EQ(running.wait(), 0);
    EXPECT_TRUE(is_gone(second));
}

TEST_F(RunVerb, RunsACommandThatEndsByItselfAgainAtTheNextReturnOnly) {
    auto running = run_script("echo once; exit 3");
    EXPECT_EQ(running.line(), "once");
    ASSERT_TRUE(program_.says("/bin/sh ended with status 3; it runs again when"));
    // Another process tells of the loss, a second late; ours has most likely seen it by then, and shows so.
    auto slow = program_.start({"watch", "Slow", "--embedded", "--json"});
    int times = 1;
    int returns = 0;
    while (times < 2 && returns < 20) {
        ASSERT_TRUE(await(slow, "\"reason\":\"ok\""));
        lose_the_server();
        ASSERT_TRUE(await(slow, "\"new\":\"offline\""));
        bring_it_back();
        ++returns;
        times += running.line(std::chrono::seconds(2)) == "once";
    }
    EXPECT_EQ(times, 2);
    running.signal(SIGTERM);
    EXPECT_EQ(running.wait(), 0);
    while (running.line())
        ++times;
    EXPECT_LE(times, 1 + returns);
}

TEST_F(RunVerb, DoesNotBeginWhileTheProfileIsOffline) {
    lose_the_server();
    auto running = run({"echo", "online"});
    EXPECT_TRUE(program_.says("Work is offline (refused): echo runs when it is online"));
    bring_it_back();
    EXPECT_EQ(running.line(), "online");
    running.signal(SIGTERM);
    EXPECT_EQ(running.wait(), 0);
}

TEST_F(RunVerb, WaitsForAllThatTheCommandStartedAndLetsThemEndInTheirOwnWay) {
    // The shell dies of SIGTERM at once; its child says goodbye first, as a mail program would.
    auto running = run_script("/bin/sh -c 'trap \"sleep 0.3; echo goodbye; exit\" TERM; echo $$; "
                              "while :; do sleep 1000 & wait; done'; true");
    const auto child = number_in(running.line());
    running.signal(SIGTERM);
    EXPECT_EQ(running.line(), "goodbye");
    EXPECT_EQ(running.wait(), 0);
    EXPECT_EQ(state_of(child), std::nullopt);
}

TEST_F(RunVerb, KillsAfterFiveSecondsWhatDoesNotEnd) {
    auto running = run_script("trap '' TERM; echo $$; while :; do sleep 1000; done");
    const auto stubborn = number_in(running.line());
    const auto before = std::chrono::steady_clock::now();
    running.signal(SIGTERM);
    EXPECT_EQ(running.wait(), 0);
    EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::seconds(5));
    EXPECT_EQ(state_of(stubborn), std::nullopt);
}

TEST_F(RunVerb, LeavesNoOrphanWhereItIsKilledItself) {
    auto running = run_script("trap '' TERM; echo $$; while :; do :; done");
    const auto command = number_in(running.line());
    running.signal(SIGKILL);
    EXPECT_EQ(running.wait(), 128 + SIGKILL);
    EXPECT_TRUE(has_ended(command));
}

TEST_F(RunVerb, GivesTheCommandAGroupOfItsOwnAndNothingToRead) {
    auto running = run_script("cut -d' ' -f5 /proc/$$/stat; echo $$; cat; echo end");
    EXPECT_EQ(number_in(running.line()), number_in(running.line()));
    EXPECT_EQ(running.line(), "end");
}

// No shell is between: some clear the mask themselves.
TEST_F(RunVerb, GivesTheCommandNoSignalThatIsBlockedOrIgnored) {
    auto running = run({"grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"});
    EXPECT_EQ(running.line(), "SigBlk:\t0000000000000000");
    EXPECT_EQ(running.line(), "SigIgn:\t0000000000000000");
}

TEST_F(RunVerb, RefusesWhatCannotBeRunBeforeItWaitsForAnything) {
    for (const Words& command :
         {Words{"there-is-no-such-program"}, Words{"/etc/passwd"}, Words{"/"}, Words{""}}) {
        const auto ended = program_.run({"run", "Work", "--embedded", "--", command.front()});
        EXPECT_EQ(ended.status, 2) << command.front();
        EXPECT_THAT(ended.err, StartsWith("offlinectl: "));
        EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
    }
}

TEST_F(RunVerb, SaysSoWhereTheSystemDoesNotStartIt) {
    const auto script = program_.profiles() / "script";
    std::ofstream(script) << "no interpreter is named here\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    auto running = run({script});
    EXPECT_TRUE(program_.says("cannot be started: Exec format error"));
    running.signal(SIGTERM);
    EXPECT_EQ(running.wait(), 0);
}

} // namespace
