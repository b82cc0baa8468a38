#include "base/timestamp.h"

#include <gtest/gtest.h>

namespace offline::base {
namespace {

using namespace std::chrono_literals;

TEST(Timestamp, IsRfc3339InUtcWithMicroseconds) {
    const WallTime epoch{};
    EXPECT_EQ(rfc3339(epoch), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(rfc3339(epoch + 1'000'000'000s + 1us), "2001-09-09T01:46:40.000001Z");
    EXPECT_EQ(
        rfc3339(std::chrono::sys_days{std::chrono::February / 29 / 2028} + 23h + 59min + 59s + 999'999us),
        "2028-02-29T23:59:59.999999Z");
}

TEST(Timestamp, CutsWhatIsFinerThanAMicrosecond) {
    EXPECT_EQ(rfc3339(WallTime{} + 1999ns), "1970-01-01T00:00:00.000001Z");
}

TEST(Timestamp, IsRightBeforeTheEpoch) {
    EXPECT_EQ(rfc3339(WallTime{} - 1us), "1969-12-31T23:59:59.999999Z");
}

} // namespace
} // namespace offline::base
