#include <chrono>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "servers/temp_folder.h"
#include "sources/ear_on_the_bus.h"
#include "sources/file_news.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class FileNewsTest : public testing::Test {
protected:
    fs::path place(const std::string& name) const { return folder_.path() / name; }

    void follow(const std::string& name) {
        news_->follow(place(name).string(), [this] { ++heard_; });
    }

    void write(const std::string& name, const std::string& text) const { std::ofstream(place(name)) << text; }

    bool is_heard() {
        const int before = std::exchange(heard_, 0);
        return before > 0 || (run_until(loop_, [&] { return heard_ > 0; }) && std::exchange(heard_, 0) > 0);
    }

    /// Everything that there is to hear is heard by then.
    bool is_quiet() {
        loop_.restart();
        loop_.run_for(50ms);
        return std::exchange(heard_, 0) == 0;
    }

    boost::asio::io_context loop_;
    servers::TempFolder folder_;
    std::unique_ptr<FileNews> news_ = FileNews::open(loop_.get_executor()).value();
    int heard_ = 0;
};

TEST_F(FileNewsTest, TellsThatAFileCameWasWrittenWasReplacedAndWent) {
    follow("it");
    EXPECT_TRUE(is_quiet());
    write("it", "one");
    EXPECT_TRUE(is_heard());
    is_quiet();
    write("it", "two");
    EXPECT_TRUE(is_heard());
    is_quiet();
    write("new", "three");
    EXPECT_TRUE(is_quiet()) << "that is another file";
    fs::rename(place("new"), place("it"));
    EXPECT_TRUE(is_heard());
    is_quiet();
    write("it", "four");
    EXPECT_TRUE(is_heard());
    is_quiet();
    fs::remove(place("it"));
    EXPECT_TRUE(is_heard());
}

TEST_F(FileNewsTest, FollowsLinksWhereverTheyLead) {
    fs::create_directories(place("far/away"));
    write("far/away/it", "one");
    fs::create_symlink("far/away/it", place("link"));
    fs::create_symlink("link", place("it"));
    follow("it");
    EXPECT_TRUE(is_quiet());
    write("far/away/it", "two");
    EXPECT_TRUE(is_heard());
    is_quiet();
    write("far/other", "three");
    fs::create_symlink("far/other", place("link.new"));
    fs::rename(place("link.new"), place("link"));
    EXPECT_TRUE(is_heard());
    is_quiet();
    write("far/away/it", "nobody asks for this one any more");
    EXPECT_TRUE(is_quiet());
    write("far/other", "four");
    EXPECT_TRUE(is_heard());
}

TEST_F(FileNewsTest, WaitsForFoldersThatAreNotThereYet) {
    follow("a/b/it");
    EXPECT_TRUE(is_quiet());
    for (int times = 0; times < 2; ++times) {
        fs::create_directories(place("a/b"));
        write("a/b/it", "here");
        EXPECT_TRUE(is_heard());
        is_quiet();
        fs::remove_all(place("a"));
        EXPECT_TRUE(is_heard());
        is_quiet();
    }
}

TEST_F(FileNewsTest, TellsOfAFileThatIsWrittenUnderAnotherName) {
    fs::create_directory(place("elsewhere"));
    write("it", "one");
    fs::create_hard_link(place("it"), place("elsewhere/it"));
    follow("it");
    EXPECT_TRUE(is_quiet());
    write("elsewhere/it", "two");
    EXPECT_TRUE(is_heard());
}

TEST_F(FileNewsTest, TellsOfEverythingInAFolderThatMayComeLater) {
    news_->follow_all_in(place("a/folder").string(), [this] { ++heard_; });
    follow("a/folder/one"); // both in the same folder
    for (int times = 0; times < 2; ++times) {
        fs::create_directories(place("a/folder"));
        EXPECT_TRUE(is_heard());
        is_quiet();
        write("a/folder/it", "came");
        EXPECT_TRUE(is_heard());
        is_quiet();
        write("a/folder/it", "was written");
        EXPECT_TRUE(is_heard());
        is_quiet();
        fs::rename(place("a/folder/it"), place("a/folder/that"));
        EXPECT_TRUE(is_heard());
        is_quiet();
        fs::remove_all(place("a"));
        EXPECT_TRUE(is_heard());
        is_quiet();
    }
    write("another", "file");
    EXPECT_TRUE(is_quiet());
}

TEST_F(FileNewsTest, EndsWithIt) {
    follow("it");
    write("it", "one");
    news_.reset();
    EXPECT_TRUE(is_quiet());
}

} // namespace
} // namespace offline::sources
