#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "servers/message_bus.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;

/// logind is played, on a system bus of the test's own.
class SleepOfMembersTest : public DaemonTest {
protected:
    void SetUp() override {
        DaemonTest::SetUp();
        if (IsSkipped())
            return;
        if (!servers::MessageBus::missing().empty())
            GTEST_SKIP() << servers::MessageBus::missing();
        system_.start();
        players_.emplace();
        players_->tell("play logind");
        daemon().start();
        ASSERT_TRUE(players_->holds(1));
        program_ = client();
        profile_ = program_->profile("Switch");
    }

    servers::MessageBus system_;
    std::optional<servers::Players> players_;
    std::unique_ptr<Client> program_;
    std::unique_ptr<Profile> profile_;
};

TEST_F(SleepOfMembersTest, TheMachineSleepsOnceWhoJoinedIsReady) {
    profile_->join();
    players_->tell("sleep yes");
    const auto start = profile_->hears("START");
    EXPECT_TRUE(start.waits);
    EXPECT_EQ(start.reason, "suspended");
    EXPECT_EQ(players_->number("inhibitors"), 1);
    profile_->Ready(start.sequence);
    EXPECT_TRUE(players_->holds(0));
    profile_->hears("DONE");
    EXPECT_EQ(profile_->State(), "offline");
    EXPECT_EQ(profile_->Wish(), "online") << "nobody wished for that";
    players_->tell("sleep no");
    EXPECT_EQ(profile_->hears("STATECHANGE", 3).new_state, "online");
}

TEST_F(SleepOfMembersTest, OneThatHangsHoldsTheMachineForTwoSeconds) {
    profile_->join();
    players_->tell("sleep yes");
    const auto start = profile_->hears("START");
    EXPECT_TRUE(players_->holds(0));
    EXPECT_GE(players_->released() - start.at, 1800ms);
    profile_->hears("DONE");
}

TEST_F(SleepOfMembersTest, AProfileThatComesWhileTheMachineSleepsIsAsleep) {
    players_->tell("sleep yes");
    ASSERT_TRUE(players_->holds(0));
    const auto late = program_->profile("Late");
    EXPECT_TRUE(comes_true([&] { return late->Reason() == "suspended"; }));
    players_->tell("sleep no");
    EXPECT_TRUE(comes_true([&] { return late->State() == "online"; }));
}

} // namespace
} // namespace offline::bus
