#include <fstream>
#include <sstream>

#include <sys/stat.h>

#include "history/database.h"
#include "history/life.h"

namespace offline::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Damage : public Life {
protected:
    /// Writes nonsense over a part of the file.
    void damage(std::streamoff from, std::size_t length) const {
        std::fstream file(file_, std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(from);
        file << std::string(length, '\x5A');
        ASSERT_TRUE(file.flush());
    }

    std::vector<std::filesystem::path> set_aside() const {
        std::vector<std::filesystem::path> found;
        for (const auto& each : std::filesystem::directory_iterator(file_.parent_path()))
            if (each.path().native().starts_with(file_.native() + ".damaged-"))
                found.push_back(each.path());
        return found;
    }

    std::string text_of(const std::filesystem::path& file) const {
        std::ostringstream text;
        text << std::ifstream(file, std::ios::binary).rdbuf();
        return text.str();
    }
};

TEST_F(Damage, OfTheWholeFileSetsItAsideAndBeginsAnew) {
    write(begins(at(0s)), goes_offline(at(1s)));
    journal_.reset();
    damage(0, 4096);
    const auto damaged = text_of(file_);
    EXPECT_THAT(Reader::open(file_).error().what, HasSubstr("cannot be read"));
    write(begins(at(10s)), goes_offline(at(11s)));
    EXPECT_THAT(told_.lines(), ElementsAre(HasSubstr("damaged")));
    EXPECT_THAT(changes(), SizeIs(1));
    ASSERT_THAT(set_aside(), SizeIs(1));
    EXPECT_EQ(text_of(set_aside()[0]), damaged);
    EXPECT_THAT(told_.lines()[0], HasSubstr(set_aside()[0].native()));
}

TEST_F(Damage, MetInTheMiddleOfWritingGoesOnInANewFileWithWhatIsWatched) {
    write(begins(at(0s)));
    for (int i = 0; i < 2000; ++i)
        journal().record(i % 2 == 0 ? goes_offline(at(1s * i)) : comes_online(at(1s * i)));
    write();
    journal_.reset();
    write(begins(at(3000s)));
    // All but the first page, which says what the file is; the writer has it open.
    damage(4096, std::filesystem::file_size(file_) - 4096);
    for (int i = 0; set_aside().empty(); ++i) { // until what it remembers of the file no longer suffices
        ASSERT_LT(i, 10'000);
        journal().record(i % 2 == 0 ? goes_offline(at(3000s + 1s * i)) : comes_online(at(3000s + 1s * i)));
        ASSERT_TRUE(journal().flush());
    }
    EXPECT_THAT(told_.lines(), ElementsAre(HasSubstr("damaged")));
    const auto sum = summary(at(30'000s));
    EXPECT_GT(sum.online + sum.offline, 10'000s) << "what is watched is watched on";
}

TEST_F(Damage, AfterAKillIsFoundAtTheNextStart) {
    write(begins(at(0s)));
    for (int i = 0; i < 2000; ++i)
        journal().record(i % 2 == 0 ? goes_offline(at(1s * i)) : comes_online(at(1s * i)));
    write();
    Database(file_, Database::Access::write).run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto copy =
        folder_.path() / "copy.sqlite"; // as a killed writer leaves it: its session has not ended
    std::filesystem::copy_file(file_, copy);
    journal_.reset();
    file_ = copy;
    const auto size = static_cast<std::streamoff>(std::filesystem::file_size(file_));
    damage(size / 2, 4096);
    write(begins(at(6000s)), goes_offline(at(6001s)));
    EXPECT_THAT(told_.lines(), ElementsAre(HasSubstr("damaged")));
    EXPECT_THAT(changes(), SizeIs(1));
}

TEST_F(Damage, ThatIsNoneKeepsTheFile) {
    write(begins(at(0s)), goes_offline(at(1s)));
    journal_.reset();
    write(begins(at(10s)));
    EXPECT_THAT(set_aside(), IsEmpty());
    EXPECT_THAT(changes(), SizeIs(1));
}

TEST_F(Damage, IsAFileOfALaterVersionNot) {
    write(begins(at(0s)), goes_offline(at(1s)));
    journal_.reset();
    Database(file_, Database::Access::write).run("PRAGMA user_version = 2");
    journal().record(begins(at(2s)));
    EXPECT_THAT(journal().flush().error().what, HasSubstr("version 2"));
    EXPECT_THAT(Reader::open(file_).error().what, HasSubstr("version 2"));
    EXPECT_THAT(set_aside(), IsEmpty());
}

TEST_F(Damage, ByAUserWhoRemovesTheFileBeginsANewOne) {
    write(begins(at(0s)), goes_offline(at(10s)));
    std::filesystem::remove_all(file_.parent_path());
    write(comes_online(at(20s)));
    EXPECT_THAT(changes(), SizeIs(1));
    EXPECT_EQ(summary(at(25s)).online, 5s);
}

TEST_F(Damage, OfOtherPeoplesKindIsKeptOut) {
    const auto old = umask(0);
    write(begins(at(0s)));
    umask(old);
    const auto mode = [](const std::filesystem::path& file) {
        return static_cast<int>(std::filesystem::status(file).permissions());
    };
    EXPECT_EQ(mode(file_), 0600);
    EXPECT_EQ(mode(file_.native() + "-wal"), 0600);
    EXPECT_EQ(mode(file_.parent_path()), 0700);
    EXPECT_EQ(mode(file_.parent_path().parent_path()), 0700);
}

} // namespace
} // namespace offline::history
