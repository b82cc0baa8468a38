#include <csignal>
#include <fstream>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"

namespace offline::bus {
namespace {

using testing::IsEmpty;

TEST_F(DaemonTest, AWishHoldsOverSigkillAlsoOfAProfileThatAProgramMakesAnew) {
    daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://127.0.0.1:1\"]\n");
    daemon().start();
    {
        const auto program = client();
        const auto work = program->profile("Work", false);
        ASSERT_TRUE(comes_true([&] { return work->State() == "offline"; }));
        EXPECT_THAT(work->set_state_then("offline"), IsEmpty());
        EXPECT_THAT(program->profile("made")->set_state("offline", false).get(), IsEmpty());
        EXPECT_THAT(program->profile("other")->set_state("offline").get(), IsEmpty());
        EXPECT_THAT(program->profile("other")->set_state("online").get(), IsEmpty());
    }
    daemon().kill();
    daemon().start();
    const auto program = client();
    const auto work = program->profile("Work", false);
    EXPECT_EQ(work->snapshot().sequence, 0U) << "nobody is told: it was so";
    EXPECT_EQ(work->Wish(), "offline");
    EXPECT_EQ(work->Reason(), "user");
    EXPECT_EQ(program->open("MADE", false), "error NotFound");
    EXPECT_EQ(program->profile("MADE")->State(), "offline");
    EXPECT_EQ(program->profile("other")->State(), "online");
}

TEST_F(DaemonTest, AWishIsOnDiskBeforeTheStateFlips) {
    daemon().start();
    const auto program = client();
    const auto profile = program->profile("Switch");
    bool kept = false;
    profile->on_signal([&](Profile&, const Heard& heard) {
        if (heard.what == "STATECHANGE")
            kept = std::filesystem::exists(daemon().wishes());
    });
    EXPECT_THAT(profile->set_state("offline").get(), IsEmpty());
    EXPECT_TRUE(kept);
}

TEST_F(DaemonTest, SaysWhereAWishCannotBeKeptAndHeedsItAllTheSame) {
    std::filesystem::create_directories(daemon().wishes().parent_path().parent_path());
    std::ofstream(daemon().wishes().parent_path()) << "in the way";
    daemon().start();
    const auto program = client();
    const auto profile = program->profile("Switch");
    EXPECT_EQ(profile->set_state("offline").get(), "Unexpected");
    EXPECT_EQ(profile->State(), "offline");
}

TEST_F(DaemonTest, SetsDamagedWishesAsideAndSaysSo) {
    std::filesystem::create_directories(daemon().wishes().parent_path());
    std::ofstream(daemon().wishes()) << "offline = [\"Wo";
    daemon().start();
    EXPECT_TRUE(daemon().logs("is damaged"));
    EXPECT_TRUE(std::filesystem::exists(daemon().wishes().string() + ".damaged"));
    EXPECT_THAT(client()->profile("Work")->set_state("offline").get(), IsEmpty());
}

// Each kill comes at another moment of a change. What was answered holds; what was not may or may not.
TEST_F(DaemonTest, KeepsWhatItHasAnsweredHoweverItIsKilled) {
    daemon().start();
    std::string answered = "online";
    for (int i = 0; i < 25; ++i) {
        std::string wished = i % 2 == 0 ? "offline" : "online";
        {
            const auto program = client();
            const auto profile = program->profile("Switch");
            ASSERT_EQ(profile->Wish(), answered);
            if (i % 5 == 4) // one that is under way as it dies
                static_cast<void>(profile->set_state(wished));
            else if (profile->set_state(wished, i % 3 == 0).get().empty())
                answered = wished;
        }
        daemon().kill();
        daemon().start();
        if (i % 5 == 4) {
            answered = client()->profile("Switch")->Wish();
        }
    }
}

} // namespace
} // namespace offline::bus
