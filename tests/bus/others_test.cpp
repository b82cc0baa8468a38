// Clients that nobody here wrote: gdbus, busctl and python3-dbus.
#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bus/switch_test.h"

namespace offline::bus {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

class OthersTest : public SwitchTest {
protected:
    void SetUp() override {
        SwitchTest::SetUp();
        if (IsSkipped())
            return;
        for (const auto* program : {"/usr/bin/gdbus", "/usr/bin/busctl"})
            if (::access(program, X_OK) != 0)
                GTEST_SKIP() << program << " is not installed";
    }

    servers::Ran gdbus(const std::string& path, const std::string& method,
                       const std::vector<std::string>& arguments = {}) {
        std::vector<std::string> command{"/usr/bin/gdbus", "call",   "--address",     daemon().address(),
                                         "--dest",         bus_name, "--object-path", path,
                                         "--method",       method};
        command.insert(command.end(), arguments.begin(), arguments.end());
        return servers::run(command);
    }
};

TEST_F(OthersTest, TheInterfaceOnTheBusIsTheOneInTheFile) {
    const servers::TempFolder folder;
    profile_->Hold(1, 0, "", "", true, true, "online", "ok");
    for (const auto& path : {std::string(manager_path), switch_path, switch_path + "/object/1"}) {
        const auto ran = servers::run({"/usr/bin/gdbus", "introspect", "--xml", "--address",
                                       daemon().address(), "--dest", bus_name, "--object-path", path});
        ASSERT_EQ(ran.status, 0) << ran.output;
        const auto compared = servers::run({"/usr/bin/python3", BUS_SCRIPTS "/same_interface.py",
                                            INTERFACE_XML, folder.write("seen.xml", ran.output).string()});
        EXPECT_EQ(compared.status, 0) << compared.output;
    }
}

TEST_F(OthersTest, GdbusSetsAndSees) {
    EXPECT_THAT(gdbus(manager_path, "org.offlined.Offline1.Manager.Open", {"switch", "false"}).output,
                HasSubstr(switch_path));
    EXPECT_EQ(gdbus(switch_path, "org.offlined.Offline1.Profile.SetState", {"offline", "true"}).status, 0);
    EXPECT_THAT(gdbus(switch_path, "org.offlined.Offline1.Profile.Snapshot").output,
                AllOf(HasSubstr("uint64 3"), HasSubstr("'State': <'offline'>"),
                      HasSubstr("'Wish': <'offline'>"), HasSubstr("'Endpoints': <@as []>")));
    EXPECT_THAT(gdbus(switch_path, "org.offlined.Offline1.Profile.SetState", {"up", "true"}).output,
                HasSubstr("org.offlined.Error.InvalidArgument: "));
    EXPECT_THAT(gdbus(manager_path, "org.offlined.Offline1.Manager.Open", {"nobody", "false"}).output,
                HasSubstr("org.offlined.Error.NotFound: "));
}

TEST_F(OthersTest, BusctlReadsProperties) {
    EXPECT_EQ(daemon().busctl({"get-property", bus_name, switch_path, profile_interface, "State"}).output,
              "s \"online\"\n");
    EXPECT_THAT(
        daemon()
            .busctl({"get-property", bus_name, manager_path, "org.offlined.Offline1.Manager", "Version"})
            .output,
        testing::ContainsRegex("^s \"[0-9.]+\"\n$"));
    EXPECT_THAT(
        daemon().busctl({"call", bus_name, manager_path, "org.offlined.Offline1.Manager", "Sources"}).output,
        HasSubstr("\"kernel\""));
    EXPECT_THAT(daemon()
                    .busctl({"call", bus_name, manager_path, "org.freedesktop.DBus.ObjectManager",
                             "GetManagedObjects"})
                    .output,
                HasSubstr(switch_path));
    EXPECT_NE(daemon()
                  .busctl({"set-property", bus_name, switch_path, profile_interface, "State", "s", "offline"})
                  .status,
              0);
}

TEST_F(OthersTest, PathsThatAreNoneEndInAnError) {
    for (const std::string path :
         {"/", "/org/offlined/Offline1/profile", "/org/offlined/Offline1/profile/none"})
        EXPECT_THAT(gdbus(path, "org.offlined.Offline1.Profile.Snapshot").output, HasSubstr("Error.Unknown"))
            << path;
}

// member.py joins, is ready half a second after each START, and says what it hears.
TEST_F(OthersTest, AProgramInPythonIsWaitedFor) {
    if (servers::run({"/usr/bin/python3", "-c", "import dbus, gi"}).status != 0)
        GTEST_SKIP() << "python3-dbus and python3-gi are not installed";
    const servers::TempFolder folder;
    servers::Process member({"/usr/bin/python3", BUS_SCRIPTS "/member.py", switch_path}, daemon().variables(),
                            folder.path() / "log");
    ASSERT_TRUE(comes_true([&] { return member.output().find("joined\n") != std::string::npos; }))
        << member.output();
    EXPECT_THAT(profile_->set_state("offline").get(), IsEmpty());
    const auto heard = profile_->hears(3);
    EXPECT_TRUE(heard[0].waits);
    EXPECT_GE(heard[1].at - heard[0].at, std::chrono::milliseconds(400));
    EXPECT_TRUE(comes_true([&] { return member.output().find("DONE offline\n") != std::string::npos; }))
        << member.output();
}

/// Another user of this machine, whom the bus lets in.
class StrangerTest : public OthersTest {
protected:
    void SetUp() override {
        OthersTest::SetUp();
        if (IsSkipped())
            return;
        if (servers::run(as_another({"/usr/bin/true"})).status != 0)
            GTEST_SKIP() << "this needs to be root of a machine with other users";
        std::filesystem::permissions(daemon().bus().folder(), std::filesystem::perms(0755));
    }

    static std::vector<std::string> as_another(const std::vector<std::string>& command) {
        std::vector<std::string> all{"/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
        all.insert(all.end(), command.begin(), command.end());
        return all;
    }

    std::string says(const std::string& path, const std::string& interface,
                     const std::vector<std::string>& member) {
        std::vector<std::string> command{
            "/usr/bin/busctl", "--address=" + daemon().address(), "call", bus_name, path, interface};
        command.insert(command.end(), member.begin(), member.end());
        return servers::run(as_another(command)).output;
    }
};

TEST_F(StrangerTest, CanNeitherReadNorSet) {
    const auto refused = HasSubstr("this daemon serves the user who started it");
    const std::string properties = "org.freedesktop.DBus.Properties";
    EXPECT_THAT(says(switch_path, profile_interface, {"SetState", "sb", "offline", "true"}), refused);
    EXPECT_THAT(says(switch_path, profile_interface, {"Snapshot"}), refused);
    EXPECT_THAT(says(switch_path, profile_interface, {"Join"}), refused);
    EXPECT_THAT(says(switch_path, profile_interface, {"Explain"}), refused);
    EXPECT_THAT(says(switch_path, properties, {"Get", "ss", profile_interface, "State"}), refused);
    EXPECT_THAT(says(switch_path, properties, {"GetAll", "s", profile_interface}), refused);
    EXPECT_THAT(says(manager_path, "org.offlined.Offline1.Manager", {"Open", "sb", "mine", "true"}), refused);
    EXPECT_THAT(says(manager_path, "org.freedesktop.DBus.ObjectManager", {"GetManagedObjects"}), refused);
    EXPECT_THAT(says(manager_path, "org.freedesktop.DBus.Introspectable", {"Introspect"}), refused)
        << "names are read there too";
    EXPECT_EQ(profile_->State(), "online");
    EXPECT_EQ(program_->open("mine", false), "error NotFound");
}

} // namespace
} // namespace offline::bus
