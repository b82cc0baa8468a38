#include <numeric>

#include "history/database.h"
#include "history/life.h"

namespace offline::history {
namespace {

using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Retention : public Life {
protected:
    void flap(int times, std::chrono::microseconds from, std::chrono::microseconds every) {
        for (int i = 0; i < times; ++i) {
            journal().record(i % 2 == 0 ? goes_offline(at(from + i * every))
                                        : comes_online(at(from + i * every)));
            if (i % 1000 == 0) {
                ASSERT_TRUE(journal().flush());
            }
        }
        ASSERT_TRUE(journal().flush());
    }

    /// What the tables hold in all.
    std::int64_t rows() const {
        const Database database(file_, Database::Access::read);
        std::int64_t sum = 0;
        for (const char* table : {"entry", "evidence", "hour", "hour_reason"})
            sum += database.number("SELECT count(*) FROM " + std::string(table));
        return sum;
    }
};

TEST_F(Retention, ByAgeRemovesWholeHoursAndTheirSums) {
    write(begins(at(0s)));
    flap(200, 1h, 1min);
    flap(200, 20h, 1min);
    journal_.reset();
    policy_.max_age = 8h; // of the 24 since it began
    write(begins(at(24h)));
    journal_.reset(); // and with it the removal is over
    const auto found = changes();
    EXPECT_THAT(found, SizeIs(200));
    EXPECT_GE(found.front().time, at(16h).wall);
    EXPECT_EQ(summary(at(24h)).changes, 200U);
}

TEST_F(Retention, OfAProfileThatIsGoneLeavesNothing) {
    write(begins(at(0s)), goes_offline(at(1s)), ends(at(2s)));
    journal_.reset();
    policy_.max_age = 2h;
    journal(); // which opens the file when there is something to write
    write();
    journal_.reset();
    EXPECT_EQ(rows(), 0);
    EXPECT_EQ(reader().name_of("Work").value(), std::nullopt);
}

TEST_F(Retention, BySizeRemovesTheOldestAndGivesTheRoomBack) {
    policy_.max_bytes = 512 << 10;
    write(begins(at(0s)));
    flap(20'000, 1s, 4s);
    journal_.reset();
    EXPECT_LE(std::filesystem::file_size(file_), (512U << 10) + (64U << 10));
    const auto found = changes();
    EXPECT_THAT(found, Not(IsEmpty()));
    EXPECT_GE(found.size(), 2000U) << "no more than needed";
    EXPECT_EQ(found.back().time, at(1s + 19'999 * 4s).wall) << "the latest stay";
    EXPECT_EQ(summary(at(24h)).changes, found.size());
}

} // namespace
} // namespace offline::history
