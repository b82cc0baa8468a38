#include "bus/wishes.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "servers/temp_folder.h"

namespace offline::bus {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class WishesTest : public testing::Test {
protected:
    fs::path file() const { return folder_.path() / "state" / "offlined" / "wishes.toml"; }

    std::unique_ptr<Wishes> loaded() const {
        auto wishes = std::make_unique<Wishes>(file());
        EXPECT_TRUE(wishes->load());
        return wishes;
    }

    void write(const std::string& text) const {
        fs::create_directories(file().parent_path());
        std::ofstream(file()) << text;
    }

    std::string text() const {
        std::ifstream in(file());
        return {std::istreambuf_iterator<char>(in), {}};
    }

    static base::Result<void> keep(Wishes& wishes, const std::string& name, State state) {
        return wishes.keep(name, [state] { return state; });
    }

    servers::TempFolder folder_;
};

TEST_F(WishesTest, AreOnlineWhereNothingIsKept) {
    EXPECT_EQ(loaded()->of("Work"), State::online);
    EXPECT_FALSE(fs::exists(file()));
}

TEST_F(WishesTest, AreThereAgainForWhateverName) {
    const std::vector<std::string> names = {"Work",        "",
                                            "Ünïcode ✉",   "quote\" and \\ and ' and \n and \t \x01",
                                            "offline = [", std::string(255, 'x')};
    const auto wishes = loaded();
    for (const auto& name : names)
        EXPECT_TRUE(keep(*wishes, name, State::offline));
    const auto again = loaded();
    for (const auto& name : names)
        EXPECT_EQ(again->of(name), State::offline) << name;
    EXPECT_EQ(again->of("wORK"), State::offline);
    EXPECT_EQ(again->of("Home"), State::online);
}

TEST_F(WishesTest, EndWithTheWishForOnline) {
    const auto wishes = loaded();
    EXPECT_TRUE(keep(*wishes, "Work", State::offline));
    EXPECT_TRUE(keep(*wishes, "Home", State::offline));
    EXPECT_TRUE(keep(*wishes, "WORK", State::online));
    EXPECT_EQ(loaded()->of("Work"), State::online);
    EXPECT_EQ(loaded()->of("Home"), State::offline);
}

TEST_F(WishesTest, AreTheUsersAlone) {
    EXPECT_TRUE(keep(*loaded(), "Work", State::offline));

    struct stat status {};

    ASSERT_EQ(::stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST_F(WishesTest, ADamagedFileIsSetAsideAndSaid) {
    for (const std::string damaged :
         {"offline = [\n    \"Wo", "\xff\xfe", "offline = 7", "offline = [7]", ""}) {
        write(damaged);
        Wishes wishes(file());
        const auto loaded = wishes.load();
        ASSERT_FALSE(loaded) << damaged;
        EXPECT_THAT(loaded.error().what, HasSubstr(file().string() + ".damaged"));
        EXPECT_TRUE(fs::exists(file().string() + ".damaged"));
        EXPECT_EQ(wishes.of("Work"), State::online);
        EXPECT_TRUE(keep(wishes, "Work", State::offline));
        Wishes again(file());
        EXPECT_TRUE(again.load());
        EXPECT_EQ(again.of("Work"), State::offline);
    }
}

TEST_F(WishesTest, AFileThatIsTooLongIsDamaged) {
    write("offline = []\n#" + std::string(2 << 20, '#'));
    EXPECT_FALSE(Wishes(file()).load());
}

TEST_F(WishesTest, ThatCannotBeWrittenAreSaidAndTriedAgain) {
    const auto wishes = loaded();
    fs::create_directories(file().parent_path().parent_path());
    std::ofstream(file().parent_path()) << "a file where the folder should be";
    const auto kept = keep(*wishes, "Work", State::offline);
    ASSERT_FALSE(kept);
    EXPECT_THAT(kept.error().what, HasSubstr("wishes.toml cannot be written"));
    fs::remove(file().parent_path());
    EXPECT_TRUE(keep(*wishes, "Work", State::offline));
    EXPECT_EQ(loaded()->of("Work"), State::offline);
}

TEST_F(WishesTest, AreNotMoreThanWhatIsReadAgain) {
    const auto wishes = loaded();
    base::Result<void> kept;
    int many = 0;
    // Each needs more than a byte for a byte: the file is full soon.
    while (kept && many < 2000)
        kept = keep(*wishes, std::string(250, '\x01') + std::to_string(++many), State::offline);
    ASSERT_FALSE(kept);
    EXPECT_EQ(kept.error().code, base::Code::limit_reached);
    EXPECT_EQ(loaded()->of(std::string(250, '\x01') + std::to_string(many - 1)), State::offline);
}

TEST_F(WishesTest, AreNotWrittenAnewWhereNothingChanged) {
    const auto wishes = loaded();
    EXPECT_TRUE(keep(*wishes, "Work", State::offline));
    fs::remove(file());
    EXPECT_TRUE(keep(*wishes, "work", State::offline));
    EXPECT_FALSE(fs::exists(file()));
}

} // namespace
} // namespace offline::bus
