#include "programs/hook_runner.h"

#include <cstdlib>
#include <fcntl.h>
#include <future>
#include <sys/stat.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include "engine/scratch_folder.h"
#include "programs/ear.h"

namespace offline::programs {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class Hooks : public testing::Test {
protected:
    std::vector<std::string> script(const std::string& text) const {
        return {"/bin/sh", "-c", "exec >" + ear_.place() + "; " + text};
    }

    HookRunner::Tell tell() {
        return [this](const std::string& line) { told_.set_value(line); };
    }

    static HookRunner::Tell tell_nothing() {
        return [](const std::string& line) { ADD_FAILURE() << line; };
    }

    std::string told() {
        auto line = told_.get_future();
        return line.wait_for(60s) == std::future_status::ready ? line.get() : "";
    }

    ScratchFolder folder_;
    Ear ear_{folder_ / "ear"};
    std::promise<std::string> told_;
};

TEST_F(Hooks, OfEachStateKnowWhatHappened) {
    HookRunner runner("Work",
                      {.on_online = script("echo $OFFLINE_PROFILE $OFFLINE_STATE $OFFLINE_REASON"),
                       .on_offline = script("echo $OFFLINE_STATE $OFFLINE_REASON")},
                      tell_nothing());
    runner.profile_is(State::online, Reason::ok);
    EXPECT_EQ(ear_.line(), "Work online ok");
    runner.profile_is(State::offline, Reason::refused);
    EXPECT_EQ(ear_.line(), "offline refused");
}

TEST_F(Hooks, HaveACleanEnvironment) {
    ::setenv("LD_PRELOAD_OF_A_TEST", "leaks", 1);
    ::setenv("LANG", "C.UTF-8", 1);
    ::unsetenv("USER");
    std::vector<std::string> names;
    for (const auto& each : hook_environment("W=1", State::offline, Reason::user))
        names.push_back(each.substr(0, each.find('=')));
    ::unsetenv("LD_PRELOAD_OF_A_TEST");
    EXPECT_THAT(names, testing::IsSupersetOf({"PATH", "HOME", "USER", "LANG", "OFFLINE_PROFILE",
                                              "OFFLINE_STATE", "OFFLINE_REASON"}));
    EXPECT_THAT(names, testing::Each(testing::AnyOf("PATH", "HOME", "USER", "LANG", "XDG_RUNTIME_DIR",
                                                    "OFFLINE_PROFILE", "OFFLINE_STATE", "OFFLINE_REASON")));

    HookRunner runner("Work", {.on_online = script("tr '\\0' '\\n' </proc/$$/environ; echo end")},
                      tell_nothing());
    runner.profile_is(State::online, Reason::ok);
    std::vector<std::string> seen;
    for (auto line = ear_.line(); line && line != "end"; line = ear_.line())
        seen.push_back(*line);
    EXPECT_EQ(seen, hook_environment("Work", State::online, Reason::ok));
}

TEST_F(Hooks, RunOneAtATimeAndOfWhatCameMeanwhileTheNewestAlone) {
    const auto gate = folder_ / "gate";
    ::mkfifo(gate.c_str(), 0600);
    HookRunner runner(
        "Work",
        {.on_online = script("echo online begins; read word <" + gate.native() + "; echo online ends"),
         .on_offline = script("echo $OFFLINE_REASON")},
        tell_nothing());
    runner.profile_is(State::online, Reason::ok);
    EXPECT_EQ(ear_.line(), "online begins");
    for (const auto reason : {Reason::refused, Reason::no_route, Reason::dns_failed})
        runner.profile_is(State::offline, reason);
    const int opened = ::open(gate.c_str(), O_WRONLY);
    EXPECT_EQ(::write(opened, "go\n", 3), 3);
    ::close(opened);
    EXPECT_EQ(ear_.line(), "online ends");
    EXPECT_EQ(ear_.line(), "dns-failed");
    runner.profile_is(State::offline, Reason::user);
    EXPECT_EQ(ear_.line(), "user") << "nothing was between";
}

TEST_F(Hooks, AreEndedAfterTheirTime) {
    HookRunner runner("Work", {.on_online = script("sleep 1000 & echo $!; wait"), .timeout = 300ms}, tell());
    runner.profile_is(State::online, Reason::ok);
    const auto child = std::stoi(ear_.line().value_or("-1"));
    EXPECT_EQ(told(),
              "the hook for online of Work took longer than 300ms and is ended; [hooks] timeout gives it "
              "more");
    EXPECT_TRUE(has_ended(child));
}

TEST_F(Hooks, ThatFailSayHow) {
    HookRunner runner("Work", {.on_offline = script("exit 3")}, tell());
    runner.profile_is(State::online, Reason::ok); // it has no hook for that
    runner.profile_is(State::offline, Reason::user);
    EXPECT_EQ(told(), "the hook for offline of Work ended with status 3");
}

TEST_F(Hooks, ThatCannotBeStartedSayWhy) {
    HookRunner runner("Work", {.on_online = {"/nowhere/at/all", "x"}}, tell());
    runner.profile_is(State::online, Reason::ok);
    EXPECT_THAT(told(), HasSubstr("/nowhere/at/all cannot be started: No such file"));
}

TEST_F(Hooks, GoWithTheirRunner) {
    auto runner = std::make_unique<HookRunner>(
        "Work", model::Hooks{.on_online = script("echo $$; sleep 1000")}, tell_nothing());
    runner->profile_is(State::online, Reason::ok);
    const auto hook = std::stoi(ear_.line().value_or("-1"));
    runner.reset();
    EXPECT_EQ(::kill(hook, 0), -1);
}

TEST_F(Hooks, AreGivenTheirWordsAsTheyAre) {
    HookRunner runner("Work",
                      {.on_online = {"/bin/sh", "-c", "printf '<%s>\\n' \"$@\" >" + ear_.place(), "sh",
                                     "$(id)", "; rm", "a b", ""}},
                      tell_nothing());
    runner.profile_is(State::online, Reason::ok);
    EXPECT_THAT((std::vector{ear_.line(), ear_.line(), ear_.line(), ear_.line()}),
                ElementsAre("<$(id)>", "<; rm>", "<a b>", "<>"));
}

TEST_F(Hooks, OfAProfileWithoutAnyCostNoThread) {
    HookRunner runner("Work", {}, tell_nothing());
    runner.profile_is(State::online, Reason::ok);
}

} // namespace
} // namespace offline::programs
