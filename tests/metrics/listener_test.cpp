#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "metrics/caller.h"
#include "metrics/listener.h"
#include "servers/temp_folder.h"

namespace offline::metrics {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class ListenerTest : public testing::Test {
protected:
    base::Result<std::unique_ptr<Listener>> listen() { return Listener::open({.socket = path_}); }

    std::string refusal() {
        const auto listener = listen();
        return listener ? "none" : listener.error().what;
    }

    /// As one leaves it who is killed.
    void leave_a_dead_socket() {
        const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path_.native().copy(address.sun_path, sizeof address.sun_path - 1);
        ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
        ASSERT_EQ(::listen(dead, 1), 0);
        ::close(dead);
    }

    servers::TempFolder folder_;
    fs::path path_ = folder_.path() / "m.sock";
};

TEST_F(ListenerTest, HasASocketOfTheUserAloneThatGoesWithIt) {
    {
        const auto listener = listen();
        ASSERT_TRUE(listener) << listener.error().what;

        struct stat made {};

        ASSERT_EQ(::lstat(path_.c_str(), &made), 0);
        EXPECT_TRUE(S_ISSOCK(made.st_mode));
        EXPECT_EQ(made.st_mode & 0777U, 0600U);
        EXPECT_NO_THROW(Caller({.socket = path_}));
    }
    EXPECT_FALSE(fs::exists(path_));
}

TEST_F(ListenerTest, MakesTheFolderOfItsSocketForTheUserAlone) {
    path_ = folder_.path() / "offlined" / "m.sock";
    const auto listener = listen();
    ASSERT_TRUE(listener);
    EXPECT_EQ(fs::status(path_.parent_path()).permissions(), fs::perms::owner_all);
}

TEST_F(ListenerTest, TakesThePlaceOfADeadOne) {
    leave_a_dead_socket();
    const auto listener = listen();
    ASSERT_TRUE(listener) << listener.error().what;
    EXPECT_NO_THROW(Caller({.socket = path_}));
}

TEST_F(ListenerTest, LeavesOneThatLivesAsItIs) {
    const auto first = listen();
    ASSERT_TRUE(first);
    EXPECT_THAT(refusal(), HasSubstr("somebody listens there already"));
    EXPECT_NO_THROW(Caller({.socket = path_}));
}

TEST_F(ListenerTest, LeavesWhatIsNoSocketAsItIs) {
    std::ofstream(path_) << "mine";
    EXPECT_THAT(refusal(), HasSubstr("is no socket"));
    EXPECT_EQ(fs::file_size(path_), 4U);
    fs::remove(path_);
    fs::create_symlink("nowhere", path_);
    EXPECT_THAT(refusal(), HasSubstr("is no socket"));
}

TEST_F(ListenerTest, TakesNothingAwayThatAnotherHasPutInItsPlace) {
    {
        const auto listener = listen();
        ASSERT_TRUE(listener);
        fs::remove(path_);
        leave_a_dead_socket();
    }
    EXPECT_TRUE(fs::exists(path_));
}

TEST_F(ListenerTest, SaysWhyItCannotListen) {
    path_ = folder_.path() / "no" / "such" / "m.sock";
    EXPECT_THAT(refusal(), HasSubstr("no/such/m.sock: No such file or directory"));
}

TEST_F(ListenerTest, IsGivenAPortThatNobodyElseHas) {
    const auto any = *parse_place("127.0.0.1:0");
    const auto listener = Listener::open(any);
    ASSERT_TRUE(listener);
    EXPECT_NE((*listener)->place().address->port(), 0);
    EXPECT_NO_THROW(Caller((*listener)->place()));
    const auto second = Listener::open((*listener)->place());
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error().what, HasSubstr("Address already in use"));
}

} // namespace
} // namespace offline::metrics
