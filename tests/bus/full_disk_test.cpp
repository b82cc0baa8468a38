#include <fstream>

#include <gmock/gmock.h>
#include <sys/mount.h>

#include "bus/daemon_on_bus.h"
#include "servers/sandbox.h"

namespace offline::bus {
namespace {

using testing::HasSubstr;

/// A daemon whose state is to be kept on a disk of 64 KiB.
class DaemonOnAFullDisk : public testing::Test {
protected:
    void SetUp() override {
        for (const auto& missing : {servers::Sandbox::missing(), servers::BusDaemon::missing()})
            if (!missing.empty())
                GTEST_SKIP() << missing;
        ASSERT_EQ(::mount("none", disk_.path().c_str(), "tmpfs", 0, "size=64k"), 0) << "a small disk";
        daemon_.emplace();
        daemon_->start({}, {{"XDG_STATE_HOME", disk_.path().string()}});
    }

    void TearDown() override {
        daemon_.reset();
        ::umount(disk_.path().c_str());
    }

    /// What `Stores` answers.
    std::string stores() const {
        return daemon_
            ->busctl({"call", "org.offlined.Offline1", "/org/offlined/Offline1",
                      "org.offlined.Offline1.Manager", "Stores"})
            .output;
    }

    const servers::TempFolder disk_;
    std::optional<DaemonOnBus> daemon_;
};

TEST_F(DaemonOnAFullDisk, SaysThatItCanKeepNothingUntilThereIsRoom) {
    EXPECT_EQ(stores(), "a(sss) 2 \"wishes\" \"working\" \"\" \"history\" \"working\" \"\"\n");
    {
        std::ofstream filler(disk_.path() / "filler");
        while (filler << std::string(4096, 'x') << std::flush) {
        }
    }
    EXPECT_THAT(stores(), HasSubstr("\"wishes\" \"failed\""));
    EXPECT_THAT(stores(), HasSubstr("takes no file: No space left on device"));
    std::filesystem::remove(disk_.path() / "filler");
    EXPECT_THAT(stores(), HasSubstr("\"wishes\" \"working\""));
}

} // namespace
} // namespace offline::bus
