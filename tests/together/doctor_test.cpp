#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "offlinectl/findings.h"

namespace {

using namespace offline;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::MatchesRegex;
using testing::StartsWith;

using offlinectl::Findings;

/// What `offlinectl doctor` finds in that world.
Findings doctor(const servers::Process::Variables& variables, const std::string& option = "--json") {
    const auto ran = servers::run({OFFLINECTL, "--json", option, "doctor"}, variables);
    EXPECT_EQ(ran.status, 0) << ran.output;
    return offlinectl::findings_in(ran.output);
}

/// A bus that starts a daemon by that command when it is asked for one.
class BusThatStarts {
public:
    explicit BusThatStarts(const std::string& command)
        : world_("<servicedir>" + services_.path().string() + "</servicedir>") {
        services_.write("offlined.service",
                        "[D-BUS Service]\nName=org.offlined.Offline1\nExec=" + command + "\n");
        world_.bus().stop();
        world_.bus().start(); // it reads its services as it begins
    }

    /// Each program may have its daemon started.
    servers::Process::Variables variables() const {
        auto all = world_.variables();
        all["MAPIOFFLINE_RUNTIME"] = "auto";
        return all;
    }

private:
    servers::TempFolder services_;
    bus::DaemonOnBus world_;
};

class Doctor : public bus::DaemonTest {};

TEST_F(Doctor, FindsADaemonThatTheBusStartedAndNothingWrongWithIt) {
    const BusThatStarts world("/usr/bin/env XDG_STATE_HOME=/nonexistent " OFFLINED);
    auto found = doctor(world.variables());
    EXPECT_EQ(found["session-bus"].outcome, "working");
    EXPECT_EQ(found["daemon"].outcome, "working");
    EXPECT_THAT(found["daemon"].detail, MatchesRegex("version [^,]+, process [0-9]+, started by the bus"));
    EXPECT_THAT(found["daemon"].remedy, IsEmpty());
}

TEST_F(Doctor, StartsNoneWhereThatIsNotWanted) {
    const BusThatStarts world(OFFLINED);
    auto found = doctor(world.variables(), "--embedded");
    EXPECT_EQ(found["daemon"].outcome, "absent");
    EXPECT_EQ(found["daemon"].detail, "it is started when a program asks for it");
    EXPECT_THAT(found["daemon"].remedy, IsEmpty());
}

TEST_F(Doctor, SaysWhyADaemonDoesNotStart) {
    const BusThatStarts world("/bin/false");
    auto found = doctor(world.variables());
    EXPECT_EQ(found["daemon"].outcome, "failed");
    EXPECT_THAT(found["daemon"].detail, AllOf(StartsWith("it does not start: "), HasSubstr("exited")));
    EXPECT_THAT(found["daemon"].remedy, StartsWith("start offlined by hand"));
}

TEST_F(Doctor, MissesADaemonThatIsNotInstalled) {
    auto found = doctor(daemon().variables());
    EXPECT_EQ(found["session-bus"].outcome, "working");
    EXPECT_EQ(found["daemon"].outcome, "absent");
    EXPECT_EQ(found["daemon"].detail, "the bus knows no service org.offlined.Offline1");
    EXPECT_THAT(found["daemon"].remedy, StartsWith("install the package offlined"));
    EXPECT_FALSE(found.contains("wishes"));
}

TEST_F(Doctor, MissesTheSessionBus) {
    auto variables = daemon().variables();
    variables["MAPIOFFLINE_RUNTIME"] = "auto";
    variables["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=/nowhere/at/all";
    auto found = doctor(variables);
    EXPECT_EQ(found["session-bus"].outcome, "failed");
    EXPECT_THAT(found["session-bus"].remedy, HasSubstr("dbus-run-session"));
    EXPECT_FALSE(found.contains("daemon"));
    EXPECT_EQ(found["kernel"].outcome, "working") << "the program's own engine";
    variables["DBUS_SESSION_BUS_ADDRESS"] = "";
    variables["XDG_RUNTIME_DIR"] = "";
    EXPECT_EQ(doctor(variables)["session-bus"].outcome, "absent");
}

TEST_F(Doctor, SaysThatADaemonWasStartedByHand) {
    daemon().start();
    auto found = doctor(daemon().variables());
    EXPECT_EQ(found["daemon"].outcome, "working");
    EXPECT_THAT(found["daemon"].detail,
                HasSubstr("process " + std::to_string(daemon().process().id()) + ", started by hand"));
    EXPECT_THAT(found["daemon"].remedy, StartsWith("install the package"));
    EXPECT_EQ(found["wishes"].outcome, "working");
    EXPECT_EQ(found["history"].outcome, "working");
}

TEST_F(Doctor, FindsADaemonOfAnotherVersion) {
    const servers::TempFolder folder;
    const servers::Process other({"/usr/bin/python3", "-B", TOGETHER_SCRIPTS "/other_version.py"},
                                 daemon().variables(), folder.path() / "log");
    ASSERT_TRUE(daemon().has_name()) << other.output();
    auto found = doctor(daemon().variables());
    EXPECT_EQ(found["daemon"].outcome, "failed");
    EXPECT_THAT(found["daemon"].detail,
                StartsWith("process " + std::to_string(other.id()) + " is version 0.0.1, and this program "));
    EXPECT_EQ(found["daemon"].remedy, "systemctl --user restart offlined");
}

TEST_F(Doctor, SaysWhatTheDaemonCannotKeepOnDisk) {
    const auto state = daemon().wishes().parent_path();
    std::filesystem::create_directories(state.parent_path());
    std::ofstream(state) << "in the way";
    daemon().start();
    auto found = doctor(daemon().variables());
    for (const auto* store : {"wishes", "history"}) {
        EXPECT_EQ(found[store].outcome, "failed") << store;
        EXPECT_THAT(found[store].detail, HasSubstr("Not a directory"));
        EXPECT_THAT(found[store].remedy, StartsWith("make room there, or let it be written to"));
    }
}

TEST_F(Doctor, SaysWhatWasSetAside) {
    std::filesystem::create_directories(daemon().wishes().parent_path());
    std::ofstream(daemon().wishes()) << "offline = [\"Wo";
    daemon().start();
    EXPECT_THAT(doctor(daemon().variables())["set-aside"].detail,
                AllOf(StartsWith(daemon().wishes().string() + ".damaged"), EndsWith("does not count")));
}

} // namespace
