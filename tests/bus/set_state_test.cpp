#include <gmock/gmock.h>

#include "bus/switch_test.h"
#include "servers/scripted_server.h"
#include "servers/scripts.h"

namespace offline::bus {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class SetStateTest : public SwitchTest {
protected:
    /// A profile with one server at this machine.
    std::unique_ptr<Profile> with_server(std::uint16_t port) {
        daemon().write_profile("server.toml",
                               "name = \"Server\"\nendpoints = [\"imap://127.0.0.1:" + std::to_string(port) +
                                   "\"]\n[probe]\nstrikes = 1\nretry = \"100ms\"\n");
        return program_->profile("Server", false);
    }
};

TEST_F(SetStateTest, AnswersAfterEachSignalOfTheChangeWhereItWaits) {
    for (int i = 0; i < 20; ++i) {
        EXPECT_THAT(profile_->set_state(i % 2 == 0 ? "offline" : "online").get(), IsEmpty());
        EXPECT_THAT(profile_->heard(), SizeIs(3 * (i + 1)));
    }
}

TEST_F(SetStateTest, AnswersOnceItIsAcceptedWhereItDoesNotWait) {
    profile_->join();
    EXPECT_THAT(profile_->set_state("offline", false).get(), IsEmpty());
    EXPECT_EQ(profile_->snapshot().text("State"), "online");
    EXPECT_EQ(profile_->snapshot().text("Wish"), "offline");
    profile_->Ready(profile_->hears("START").sequence);
    profile_->hears("DONE");
    EXPECT_EQ(profile_->snapshot().text("State"), "offline");
    EXPECT_EQ(profile_->snapshot().text("Reason"), "user");
}

TEST_F(SetStateTest, IsPendingWhileAChangeIsUnderWayAndRecordsNothing) {
    profile_->join();
    auto first = profile_->set_state("offline");
    const auto start = profile_->hears("START").sequence;
    EXPECT_EQ(profile_->set_state("online").get(), "Pending");
    EXPECT_EQ(profile_->set_state("online", false).get(), "Pending");
    profile_->Ready(start);
    EXPECT_THAT(first.get(), IsEmpty());
    EXPECT_EQ(profile_->snapshot().text("Wish"), "offline");
}

TEST_F(SetStateTest, TellsNobodyAChangeWhereItIsSoAlready) {
    EXPECT_THAT(profile_->set_state("online").get(), IsEmpty());
    EXPECT_EQ(profile_->snapshot().sequence, 0U);
}

TEST_F(SetStateTest, SignalsTheWishWithTheOtherProperties) {
    profile_->set_state("offline").get();
    EXPECT_TRUE(profile_->sees("Wish", "offline"));
    EXPECT_TRUE(profile_->sees("State", "offline"));
    EXPECT_TRUE(profile_->sees("Reason", "user"));
    EXPECT_GT(profile_->Since(), 0U);
}

TEST_F(SetStateTest, OfflineIsTheAnswerWhereTheServersAreAwayAndTheWishIsKeptAllTheSame) {
    std::uint16_t port = 0;
    {
        const servers::ScriptedServer gone(servers::imap());
        port = gone.port();
    }
    auto profile = with_server(port);
    EXPECT_TRUE(comes_true([&] { return profile->State() == "offline"; }));
    EXPECT_THAT(profile->set_state_then("offline"), IsEmpty());
    EXPECT_EQ(profile->set_state("online").get(), "Offline");
    EXPECT_EQ(profile->Wish(), "online");
    EXPECT_EQ(profile->Reason(), "refused");
    EXPECT_EQ(profile->Verdict(), "offline");
    EXPECT_THAT(profile->set_state("online", false).get(), IsEmpty()) << "who does not wait is not told";
}

TEST_F(SetStateTest, LooksForItselfWhereOnlineIsWishedAndTheServerIsBack) {
    std::uint16_t port = 0;
    {
        const servers::ScriptedServer gone(servers::imap());
        port = gone.port();
    }
    auto profile = with_server(port);
    EXPECT_TRUE(comes_true([&] { return profile->State() == "offline"; }));
    const servers::ScriptedServer back(servers::imap(), {.port = port});
    EXPECT_THAT(profile->set_state_then("online"), IsEmpty());
    EXPECT_EQ(profile->State(), "online");
}

TEST_F(SetStateTest, RefusesWhatIsNoState) {
    for (const std::string text : {"", "ONLINE", "unknown", "offline "})
        EXPECT_EQ(profile_->set_state(text).get(), "InvalidArgument") << text;
}

TEST_F(SetStateTest, IsWhatAllProgramsSee) {
    auto another = client();
    auto seen = another->profile("SWITCH");
    profile_->set_state("offline").get();
    EXPECT_EQ(seen->State(), "offline");
    EXPECT_EQ(seen->Name(), "Switch");
}

TEST_F(SetStateTest, AForcedChangeWaitsForNobody) {
    auto server = std::make_unique<servers::ScriptedServer>(servers::imap());
    auto profile = with_server(server->port());
    EXPECT_TRUE(comes_true([&] { return profile->Reason() == "ok"; }));
    profile->join();
    const auto before = profile->heard().size();
    server.reset();
    profile->Report(false, "");
    const auto start = profile->hears("START", before);
    EXPECT_FALSE(start.waits);
    profile->hears("DONE", before);
    EXPECT_EQ(profile->State(), "offline");
}

TEST_F(SetStateTest, AForcedChangeThatComesUpEndsTheWait) {
    auto server = std::make_unique<servers::ScriptedServer>(servers::imap());
    auto profile = with_server(server->port());
    EXPECT_TRUE(comes_true([&] { return profile->Reason() == "ok"; }));
    profile->join();
    const auto before = profile->heard().size();
    auto answer = profile->set_state("offline");
    EXPECT_TRUE(profile->hears("START", before).waits);
    server.reset();
    const auto gone = std::chrono::steady_clock::now();
    profile->Report(false, "");
    EXPECT_THAT(answer.get(), IsEmpty());
    EXPECT_EQ(profile->Verdict(), "offline");
    EXPECT_LT(profile->hears("STATECHANGE", before).at - gone, std::chrono::milliseconds(1900));
}

TEST_F(SetStateTest, ReportRefusesAnEndpointThatTheProfileDoesNotHave) {
    try {
        profile_->Report(true, "imap://nowhere.test");
        FAIL();
    } catch (const sdbus::Error& error) {
        EXPECT_EQ(short_name(error), "Usage");
    }
}

} // namespace
} // namespace offline::bus
