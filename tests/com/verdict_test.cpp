// Wishes against what the engine knows: here a profile has a server, or a port where none listens.
#include <chrono>
#include <optional>

#include <gtest/gtest.h>

#include "com/client.h"
#include "com/home.h"
#include "com/listener.h"
#include "servers/scripts.h"

namespace offline::clients {
namespace {

using servers::ScriptedServer;

// A profile with one IMAP server on loopback, which can go and come back. It is looked at often.
class WithAServer : public testing::Test {
protected:
    void start() { server_.emplace(servers::imap(), ScriptedServer::Place{"127.0.0.1", port_}); }

    void stop() { server_.reset(); }

    /// Waits until that many looks were made.
    bool answered(int looks) const { return server_->met(looks); }

    Manager profile() {
        const auto* const test = testing::UnitTest::GetInstance()->current_test_info()->name();
        const std::string name = std::string("Served ") + test;
        Home::profile(name + ".toml", "name = \"" + name +
                                          "\"\nendpoints = [\"imap://127.0.0.1:" + std::to_string(port_) +
                                          "\"]\n[probe]\ninterval = \"100ms\"\ntimeout = \"2s\"\n"
                                          "strikes = 1\nretry = \"100ms\"\nretry_max = \"200ms\"\n"
                                          "[settle]\ndamping = false\n");
        return open(std::wstring(name.begin(), name.end()));
    }

private:
    std::optional<ScriptedServer> server_{std::in_place, servers::imap(),
                                          ScriptedServer::Place{"127.0.0.1", 0}};
    std::uint16_t port_ = server_->port();
};

TEST_F(WithAServer, TheServersEndAndReturnAreToldInTheirThreePhases) {
    const auto manager = profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    EXPECT_EQ(state_of(*manager), online_state);
    stop();
    ASSERT_TRUE(listener.returns(3));
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(state_of(*manager), offline_state);
    start();
    ASSERT_TRUE(listener.returns(6));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    auto both = went_offline;
    both.insert(both.end(), went_online.begin(), went_online.end());
    EXPECT_EQ(listener.heard(), both);
}

TEST_F(WithAServer, OnlineWishedWhileNoServerAnswersIsRecordedAndBlockSaysOffline) {
    const auto manager = profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    stop();
    ASSERT_TRUE(listener.returns(3));
    EXPECT_EQ(set_once_free(*manager, online_state), MAPI_E_OFFLINE);
    EXPECT_EQ(set(*manager, online_state), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    EXPECT_EQ(listener.heard(), went_offline);
}

TEST_F(WithAServer, AWishToWorkOfflineIsNotLiftedByAServerThatReturns) {
    const auto manager = profile();
    Listener listener;
    const auto token = advise(*manager, listener);
    stop();
    ASSERT_TRUE(listener.returns(3));
    EXPECT_EQ(set_once_free(*manager, offline_state), S_OK);
    start();
    ASSERT_TRUE(answered(2)) << "a second look follows only where the first has come off";
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_EQ(listener.heard(), went_offline);
    EXPECT_EQ(set_and_wait(*manager, online_state), S_OK);
    ASSERT_TRUE(listener.returns(6));
    EXPECT_EQ(unadvise(*manager, token), S_OK);
    auto both = went_offline;
    both.insert(both.end(), went_online.begin(), went_online.end());
    EXPECT_EQ(listener.heard(), both);
}

TEST_F(WithAServer, AForcedChangeEndsTheWaitForStart) {
    const auto manager = profile();
    Gate gate;
    Listener slow([&](auto&) { gate.pass(); });
    const auto of_slow = advise(*manager, slow);
    ASSERT_EQ(set_and_wait(*manager, online_state), S_OK) << "judged, so that the next verdict is a change";
    const auto began = std::chrono::steady_clock::now();
    ASSERT_EQ(set(*manager, offline_state), S_OK);
    ASSERT_TRUE(gate.reached());
    stop();
    EXPECT_TRUE(becomes(*manager, offline_state));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(1900));
    gate.open();
    EXPECT_TRUE(slow.returns(3));
    EXPECT_EQ(unadvise(*manager, of_slow), S_OK);
    EXPECT_EQ(slow.heard(), went_offline) << "it was offline by then: there was nothing to force";
}

TEST(ClosedPort, OnlineWishedLooksAgainAtOnceSoBlockFindsTheServerBack) {
    const auto port = ScriptedServer(servers::imap(), {"127.0.0.1", 0}).port();
    Home::profile("back.toml", "name = \"Back\"\nendpoints = [\"imap://127.0.0.1:" + std::to_string(port) +
                                   "\"]\n[probe]\ninterval = \"0s\"\nretry = \"1h\"\nretry_max = \"1h\"\n");
    const auto manager = open(L"Back");
    ASSERT_TRUE(manager);
    ASSERT_TRUE(becomes(*manager, offline_state));
    const ScriptedServer server(servers::imap(), {"127.0.0.1", port});
    EXPECT_EQ(set_once_free(*manager, online_state), S_OK);
    EXPECT_EQ(state_of(*manager), online_state);
}

TEST(ClosedPort, BlockSaysOfflineAndDefaultAccepts) {
    const auto port = ScriptedServer(servers::imap(), {"127.0.0.1", 0}).port();
    Home::profile("closed.toml", "name = \"Closed\"\nendpoints = [\"tcp://127.0.0.1:" + std::to_string(port) +
                                     "\"]\n[probe]\ninterval = \"0s\"\nretry = \"1h\"\nretry_max = \"1h\"\n");
    const Home::LogSince since;
    const auto manager = open(L"Closed");
    ASSERT_TRUE(manager);
    ASSERT_TRUE(becomes(*manager, offline_state));
    EXPECT_EQ(set_once_free(*manager, offline_state), S_OK) << "the state that holds: the wish is recorded";
    EXPECT_EQ(set_and_wait(*manager, online_state), MAPI_E_OFFLINE);
    EXPECT_EQ(set(*manager, online_state), S_OK);
    EXPECT_EQ(state_of(*manager), offline_state);
    EXPECT_NE(since.lines().find("SetCurrentState: the profile is still offline"), std::string::npos);
}

} // namespace
} // namespace offline::clients
