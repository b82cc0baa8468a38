#include <csignal>
#include <random>

#include "history/database.h"
#include "history/life.h"
#include "history/writer.h"

namespace offline::history {
namespace {

using testing::SizeIs;

class Killed : public Life {
protected:
    std::string sound() const {
        const Database database(file_, Database::Access::write);
        Statement check(database, "PRAGMA integrity_check");
        auto rows = check.rows();
        return rows.next() ? std::string(rows.text(0)) : "";
    }

    /// All that the writer said was safe is there, in order, and the file goes on.
    void expect_all_that_was_safe(unsigned long safe) {
        if (safe == 0 && !std::filesystem::exists(file_))
            return;
        ASSERT_EQ(sound(), "ok");
        const auto found = Reader::open(file_).value() ? changes() : std::vector<PastChange>();
        ASSERT_THAT(found.size(), testing::AnyOf(safe, safe + 1));
        for (std::size_t i = 0; i < found.size(); ++i)
            ASSERT_EQ(found[i].detail, std::to_string(i + 1));
        write(goes_offline(Moment::now()));
        ASSERT_THAT(changes(), SizeIs(found.size() + 1));
        journal_.reset();
        EXPECT_EQ(sound(), "ok");
        ASSERT_THAT(told_.lines(), testing::IsEmpty());
    }

    /// Ends a writer at each of its operations in turn, in a new folder each time.
    void end_at_each_operation(const std::string& how) {
        constexpr unsigned long many = 6;
        unsigned long at = 0;
        for (int status = 128 + SIGKILL; status != 0;) {
            SCOPED_TRACE("operation " + std::to_string(++at));
            std::filesystem::remove_all(file_.parent_path());
            Writer writer({file_.native(), std::to_string(many), how, std::to_string(at)});
            unsigned long safe = 0;
            while (const auto next = writer.next_safe())
                safe = next;
            status = writer.wait();
            ASSERT_THAT(status, testing::AnyOf(0, 128 + SIGKILL));
            expect_all_that_was_safe(safe);
            if (HasFailure())
                return;
        }
        EXPECT_GT(at, 50U) << "so many operations there are at least";
    }
};

TEST_F(Killed, AtEachWriteLosesNothingThatWasFlushed) { end_at_each_operation("killed"); }

TEST_F(Killed, ByALossOfPowerAtEachWriteLosesNothingThatWasFlushed) { end_at_each_operation("power_loss"); }

TEST_F(Killed, AtAnyTimeLosesNothingThatWasFlushed) {
    std::mt19937 chance(std::random_device{}());
    for (int round = 0; round < 20; ++round) {
        std::filesystem::remove_all(file_.parent_path());
        Writer writer({file_.native(), "1000000"});
        unsigned long safe = 0;
        for (auto left = chance() % 50 + 1; left != 0; --left)
            safe = writer.next_safe();
        std::this_thread::sleep_for(
            std::chrono::microseconds(chance() % 1000)); // anywhere in the next transaction
        writer.kill();
        while (const auto next = writer.next_safe())
            safe = next;
        EXPECT_EQ(writer.wait(), 128 + SIGKILL);
        expect_all_that_was_safe(safe);
        ASSERT_FALSE(HasFailure());
    }
}

TEST_F(Killed, AWriterWatchedUntilTheLastMomentOfWhichItTold) {
    Writer writer({file_.native(), "0"});
    ASSERT_EQ(writer.next_safe(), 1U);
    const auto then = Moment::now();
    const Moment later{then.monotonic + 1h, then.wall + 1h};
    EXPECT_GE(summary(later).offline, 1h - 1s) << "while it lives, what it watches goes on";
    writer.kill();
    writer.wait();
    const auto left = summary(later);
    EXPECT_LT(left.offline, 1s) << "once it is dead, nobody knows";
    EXPECT_EQ(left.changes, 1U);

    write(begins(later)); // the next writer
    const auto after = summary({later.monotonic + 10s, later.wall + 10s});
    EXPECT_EQ(after.offline, left.offline);
    EXPECT_EQ(after.online - left.online, 10s);
}

} // namespace
} // namespace offline::history
