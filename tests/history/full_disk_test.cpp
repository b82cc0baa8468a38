#include <fstream>

#include <sys/mount.h>

#include "history/life.h"
#include "servers/sandbox.h"

namespace offline::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

/// A history on a disk of a megabyte, which a file can fill.
class FullDisk : public Life {
protected:
    void SetUp() override {
        if (!servers::Sandbox::missing().empty())
            GTEST_SKIP() << servers::Sandbox::missing();
        ASSERT_EQ(mount("none", folder_.path().c_str(), "tmpfs", 0, "size=1m"), 0) << "a small disk";
    }

    void TearDown() override {
        journal_.reset();
        umount(folder_.path().c_str());
    }

    void fill() const {
        std::ofstream filler(folder_.path() / "filler");
        while (filler << std::string(4096, 'x') << std::flush) {
        }
    }

    void empty() const { std::filesystem::remove(folder_.path() / "filler"); }
};

TEST_F(FullDisk, IsToldOfOnceAndTheHistoryGoesOnWhenThereIsRoom) {
    policy_.retry = 1h; // only flush() tries
    write(begins(at(0s)), goes_offline(at(1s)));
    fill();
    auto long_winded = comes_online(at(2s));
    long_winded.transition.detail = std::string(100'000, 'x'); // more than fits in what is open already
    journal().record(long_winded);
    EXPECT_FALSE(journal().flush());
    EXPECT_FALSE(journal().flush());
    EXPECT_THAT(told_.lines(), ElementsAre(HasSubstr("the history cannot be written")));
    EXPECT_THAT(changes(), SizeIs(1)) << "what was there is there, and can be read";

    empty();
    write(goes_offline(at(3s)));
    EXPECT_THAT(told_.lines(), ElementsAre(HasSubstr("cannot"), HasSubstr("goes on")));
    EXPECT_THAT(changes(), SizeIs(3)) << "what waited is not lost";
    EXPECT_EQ(summary(at(4s)).offline, 2s);
}

TEST_F(FullDisk, IsTriedAgainLaterByItself) {
    policy_.retry = 10ms;
    fill();
    journal().record(begins(at(0s)));
    ASSERT_TRUE(told_.counts(1));
    EXPECT_THAT(told_.lines()[0], HasSubstr("cannot be written"));
    empty();
    ASSERT_TRUE(told_.counts(2));
    EXPECT_THAT(told_.lines()[1], HasSubstr("goes on"));
    EXPECT_EQ(summary(at(5s)).online, 5s);
}

TEST_F(FullDisk, CostsWhatIsTooMuchAndThatTimeCountsAsUnwatched) {
    policy_.retry = 1h;
    policy_.queue = 4;
    write(begins(at(0s)), goes_offline(at(10s)));
    fill();
    auto long_winded = comes_online(at(20s));
    long_winded.transition.detail = std::string(100'000, 'x');
    journal().record(long_winded); // dropped below, and so is the next
    journal().record(goes_offline(at(30s)));
    for (int i = 0; i < 4; ++i)
        journal().record(i % 2 == 0 ? comes_online(at(40s + i * 10s)) : goes_offline(at(40s + i * 10s)));
    EXPECT_FALSE(journal().flush());
    empty();
    write();
    EXPECT_THAT(told_.lines().back(), HasSubstr("2 records"));
    const auto sum = summary(at(80s));
    EXPECT_EQ(sum.online, 30s) << "0 to 10, 40 to 50, 60 to 70";
    EXPECT_EQ(sum.offline, 30s) << "30 to 40, 50 to 60, 70 to 80";
    EXPECT_EQ(sum.changes, 5U);
}

} // namespace
} // namespace offline::history
