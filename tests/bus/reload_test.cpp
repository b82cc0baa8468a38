#include <csignal>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "servers/scripted_server.h"
#include "servers/scripts.h"

namespace offline::bus {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string profile_text(const std::string& name, const std::string& endpoint) {
    return "name = \"" + name + "\"\nendpoints = [\"" + endpoint + "\"]\n";
}

class ReloadTest : public DaemonTest {
protected:
    /// The objects on the bus, by `busctl tree`.
    bool lists(const std::string& path, bool wanted = true) {
        return comes_true([&] {
            const auto tree = daemon().busctl({"--list", "tree", "org.offlined.Offline1"}).output;
            return (tree.find("/profile/" + path + "\n") != std::string::npos) == wanted;
        });
    }
};

TEST_F(ReloadTest, ProfilesOnDiskAreAllThereFromTheStart) {
    daemon().write_profile("a.toml", profile_text("One", "imap://127.0.0.1:1"));
    daemon().write_profile("b.toml", profile_text("Two", "imap://127.0.0.1:1"));
    daemon().write_profile("c.toml", "nonsense");
    daemon().start();
    EXPECT_TRUE(lists("one"));
    EXPECT_TRUE(lists("two"));
    EXPECT_TRUE(daemon().logs("c.toml:1:"));
    EXPECT_EQ(client()->open("c", false), "error ProfileInvalid");
}

TEST_F(ReloadTest, AFileThatComesIsTakenUpAndOneThatGoesIsDropped) {
    daemon().start();
    const auto file = daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    EXPECT_TRUE(lists("work"));
    fs::remove(file);
    EXPECT_TRUE(lists("work", false));
    EXPECT_EQ(client()->open("Work", false), "error NotFound");
}

TEST_F(ReloadTest, AFileThatCameAMomentAgoIsFoundByOpen) {
    daemon().start();
    const auto program = client();
    for (int i = 0; i < 20; ++i) {
        const auto name = "p" + std::to_string(i);
        daemon().write_profile(name + ".toml", profile_text(name, "imap://127.0.0.1:1"));
        EXPECT_THAT(program->open(name, false), HasSubstr("/profile/" + name));
    }
}

TEST_F(ReloadTest, AFileThatWasWrittenInTwoStepsIsFoundByOpen) {
    const auto file = daemon().write_profile("work.toml", "nonsense");
    daemon().start();
    const auto program = client();
    EXPECT_EQ(program->open("Work", false), "error ProfileInvalid");
    std::ofstream(file) << profile_text("Work", "imap://127.0.0.1:1");
    EXPECT_THAT(program->open("Work", false), HasSubstr("/profile/work"));
}

TEST_F(ReloadTest, AFileThatChangesGivesTheSameObjectOtherEndpointsAndNobodyIsLost) {
    const servers::ScriptedServer server(servers::imap());
    const auto answering = "imap://127.0.0.1:" + std::to_string(server.port());
    daemon().write_profile("work.toml", profile_text("Work", answering));
    daemon().start();
    const auto program = client();
    const auto work = program->profile("work", false);
    ASSERT_TRUE(comes_true([&] { return work->Reason() == "ok"; }));
    work->join();
    const auto before = work->snapshot().sequence;

    daemon().write_profile("work.toml", profile_text("WORK", "imap://127.0.0.1:1"));
    EXPECT_TRUE(
        comes_true([&] { return work->Endpoints() == std::vector<std::string>{"imap://127.0.0.1:1"}; }));
    const auto start = work->hears("START");
    EXPECT_EQ(start.sequence, before + 1) << "the same object goes on counting";
    EXPECT_EQ(start.reason, "refused");
    work->hears("DONE");

    const auto heard = work->heard().size();
    daemon().write_profile("work.toml", profile_text("Work", answering));
    EXPECT_EQ(work->hears("STATECHANGE", heard).new_state, "online");
    work->hears("DONE", heard);
    auto answer = std::async(std::launch::async, [&] { return work->set_state_then("offline"); });
    const auto waiting = work->hears("START", heard + 3);
    EXPECT_TRUE(waiting.waits) << "it is still joined";
    work->Ready(waiting.sequence);
    EXPECT_THAT(answer.get(), IsEmpty());
}

TEST_F(ReloadTest, NothingIsToldOfNewEndpointsUntilTheyWereJudged) {
    daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    daemon().start();
    const auto program = client();
    const auto work = program->profile("Work", false);
    ASSERT_TRUE(comes_true([&] { return work->State() == "offline"; }));
    const auto before = work->snapshot().sequence;
    daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:2"));
    // It is offline for the same reason: another sentence is all that there is.
    EXPECT_TRUE(comes_true([&] { return work->Detail().find("port 2") != std::string::npos; }));
    EXPECT_EQ(work->snapshot().sequence, before);
}

TEST_F(ReloadTest, AFileThatIsRefusedIsSaidWithItsPlaceAndLeavesItsProfileAndTheOthersAsTheyWere) {
    daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    daemon().start();
    const auto program = client();
    const auto work = program->profile("Work", false);
    daemon().write_profile("work.toml", "name = \"Work\"\nendpoints = [\"imap://\"]\n");
    daemon().write_profile("home.toml", profile_text("Home", "imap://127.0.0.1:1"));
    EXPECT_TRUE(daemon().logs("work.toml:2:"));
    EXPECT_TRUE(lists("home"));
    EXPECT_THAT(work->Endpoints(), ElementsAre("imap://127.0.0.1:1"));
}

TEST_F(ReloadTest, AProfileThatIsWishedOfflineOrJoinedStaysWithoutItsFile) {
    const auto a = daemon().write_profile("a.toml", profile_text("Wished", "imap://127.0.0.1:1"));
    const auto b = daemon().write_profile("b.toml", profile_text("Joined", "imap://127.0.0.1:1"));
    daemon().start();
    const auto program = client();
    const auto wished = program->profile("Wished", false);
    const auto joined = program->profile("Joined", false);
    ASSERT_TRUE(comes_true([&] { return wished->State() == "offline" && joined->State() == "offline"; }));
    ASSERT_THAT(wished->set_state_then("offline"), IsEmpty());
    joined->join();
    fs::remove(a);
    fs::remove(b);
    EXPECT_TRUE(comes_true([&] { return joined->Endpoints().empty() && wished->Endpoints().empty(); }));
    EXPECT_EQ(wished->State(), "offline");
    EXPECT_TRUE(comes_true([&] { return joined->State() == "online"; })) << "nobody says otherwise any more";
    daemon().write_profile("b.toml", profile_text("Joined", "imap://127.0.0.1:1"));
    EXPECT_TRUE(comes_true([&] { return joined->State() == "offline"; }));
}

TEST_F(ReloadTest, AProfileThatAProgramMadeTakesUpItsFile) {
    daemon().start();
    const auto program = client();
    const auto work = program->profile("Work");
    work->set_state("offline").get();
    daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    EXPECT_TRUE(comes_true([&] { return work->Endpoints().size() == 1; }));
    EXPECT_EQ(work->Wish(), "offline");
}

TEST_F(ReloadTest, FollowsLinksAndFoldersThatComeLater) {
    fs::remove_all(daemon().profiles().parent_path());
    daemon().start();
    const auto elsewhere = servers::TempFolder();
    const auto kept = elsewhere.write("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    fs::create_directories(daemon().profiles());
    fs::create_symlink(kept, daemon().profiles() / "work.toml");
    ASSERT_TRUE(lists("work"));
    elsewhere.write("work.toml", profile_text("Work", "imap://127.0.0.1:2"));
    const auto program = client();
    const auto work = program->profile("Work", false);
    EXPECT_TRUE(
        comes_true([&] { return work->Endpoints() == std::vector<std::string>{"imap://127.0.0.1:2"}; }));
}

TEST_F(ReloadTest, SighupReadsWhatNobodyTold) {
    const auto file = daemon().write_profile("work.toml", profile_text("Work", "imap://127.0.0.1:1"));
    daemon().start();
    const auto program = client();
    const auto work = program->profile("Work", false);
    // Written by another name of it, in a folder that is not watched.
    const servers::TempFolder elsewhere;
    fs::create_hard_link(file, elsewhere.path() / "work");
    elsewhere.write("work", profile_text("Work", "imap://127.0.0.1:2"));
    EXPECT_THAT(work->Endpoints(), ElementsAre("imap://127.0.0.1:1"));
    daemon().process().signal(SIGHUP);
    EXPECT_TRUE(
        comes_true([&] { return work->Endpoints() == std::vector<std::string>{"imap://127.0.0.1:2"}; }));
}

} // namespace
} // namespace offline::bus
