// The same daemon on dbus-broker.
#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class BrokerTest : public testing::Test {
protected:
    void SetUp() override {
        using enum servers::BusDaemon::Program;
        if (!servers::BusDaemon::missing(dbus_broker).empty())
            GTEST_SKIP() << servers::BusDaemon::missing(dbus_broker);
        daemon_.emplace("", dbus_broker);
        daemon_->start();
        program_.emplace(daemon_->address());
        profile_ = program_->profile("Switch");
    }

    std::optional<DaemonOnBus> daemon_;
    std::optional<Client> program_;
    std::unique_ptr<Profile> profile_;
};

TEST_F(BrokerTest, SetsAndTells) {
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    EXPECT_THAT(words(profile_->heard()),
                ElementsAre("START online>offline", "STATECHANGE online>offline", "DONE online>offline"));
    EXPECT_TRUE(profile_->sees("State", "offline"));
    daemon_->kill();
    daemon_->start();
    EXPECT_EQ(program_->profile("Switch")->Wish(), "offline");
}

TEST_F(BrokerTest, WaitsForOneThatJoinedAndForgetsOneThatDied) {
    profile_->join();
    auto dying = std::make_unique<Client>(daemon_->address());
    auto member = dying->profile("Switch");
    member->join();
    auto answer = profile_->set_state("offline");
    profile_->Ready(profile_->hears("START").sequence);
    member->hears("START");
    EXPECT_EQ(profile_->State(), "online");
    member.reset();
    dying.reset();
    EXPECT_THAT(answer.get(), IsEmpty());
    const auto heard = profile_->heard();
    EXPECT_LT(heard.at(1).at - heard.at(0).at, 1900ms);
}

TEST_F(BrokerTest, IsThereOnceAndCanBeReplaced) {
    EXPECT_THAT(servers::run({OFFLINED}, daemon_->variables()).output, HasSubstr("a daemon runs"));
    const servers::TempFolder folder;
    const servers::Process second({OFFLINED, "--replace"}, daemon_->variables(), folder.path() / "log");
    EXPECT_EQ(daemon_->process().ends(), 0);
    EXPECT_TRUE(daemon_->has_name());
}

TEST_F(BrokerTest, RefusesAnotherUser) {
    std::filesystem::permissions(daemon_->bus().folder(), std::filesystem::perms(0755));
    std::filesystem::permissions(daemon_->bus().path(), std::filesystem::perms(0777));
    const std::vector<std::string> another = {"/usr/bin/setpriv", "--reuid=65534", "--regid=65534",
                                              "--clear-groups"};
    auto command = another;
    command.push_back("/usr/bin/true");
    if (servers::run(command).status != 0)
        GTEST_SKIP() << "this needs to be root of a machine with other users";
    command = another;
    for (const auto& word :
         {std::string("/usr/bin/busctl"), "--address=" + daemon_->address(), std::string("call"),
          std::string("org.offlined.Offline1"), std::string("/org/offlined/Offline1/profile/switch"),
          std::string("org.offlined.Offline1.Profile"), std::string("Snapshot")})
        command.push_back(word);
    EXPECT_THAT(servers::run(command).output, HasSubstr("this daemon serves the user who started it"));
}

} // namespace
} // namespace offline::bus
