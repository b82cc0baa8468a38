#include "base/parse_time.h"

#include <gtest/gtest.h>

namespace offline::base {
namespace {

using namespace std::chrono_literals;

const WallTime now = std::chrono::sys_days{std::chrono::November / 26 / 2026} + 2h;

WallTime parsed(std::string_view text) {
    const auto time = parse_time(text, now);
    EXPECT_TRUE(time) << text;
    return time ? *time : WallTime{};
}

TEST(Time, IsReadBackAsItWasPrinted) {
    for (const auto time : {WallTime{}, now, now + 123'456us, WallTime{1'000'000'000s}})
        EXPECT_EQ(parsed(rfc3339(time)), time);
}

TEST(Time, IsRfc3339WithAnyOffsetAndFraction) {
    const WallTime noon = std::chrono::sys_days{std::chrono::February / 29 / 2028} + 12h;
    for (const char* text : {"2028-02-29T12:00:00Z", "2028-02-29t12:00:00z", "2028-02-29T13:30:00+01:30",
                             "2028-02-28T23:00:00-13:00", "2028-02-29 12:00:00Z", "2028-02-29T12:00:00.000Z"})
        EXPECT_EQ(parsed(text), noon) << text;
    EXPECT_EQ(parsed("2028-02-29T12:00:00.5Z"), noon + 500ms);
    EXPECT_EQ(parsed("2028-02-29T12:00:00.1234567891Z"), noon + 123'456'789ns);
    EXPECT_EQ(parsed("2028-02-29T11:59:60Z"), noon) << "a leap second is the next second";
}

TEST(Time, MayBeSoLongAgo) {
    EXPECT_EQ(parsed("-2h"), now - 2h);
    EXPECT_EQ(parsed("-90min"), now - 90min);
    EXPECT_EQ(parsed("-7d"), now - 7 * 24h);
    EXPECT_EQ(parsed("-0"), now);
}

TEST(Time, IsNothingElse) {
    for (const char* text : {"",
                             "-",
                             "2h",
                             "soon",
                             "-soon",
                             "-d",
                             "-1d2h",
                             "--1d",
                             "-99999999d",
                             "2026-11-26",
                             "2026-11-26T02:00:00",
                             "2026-13-01T00:00:00Z",
                             "2026-02-29T00:00:00Z",
                             "2026-11-26T24:00:00Z",
                             "2026-11-26T02:60:00Z",
                             "2026-11-26T02:00:61Z",
                             "2026-11-26T02:00:00.Z",
                             "2026-11-26T02:00:00+24:00",
                             "2026-11-26T02:00:00Zx",
                             "9999-01-01T00:00:00Z",
                             "1969-12-31T23:59:59Z",
                             "+026-11-26T02:00:00Z",
                             "2026-11-26T02:00:00+1:00"}) {
        const auto time = parse_time(text, now);
        ASSERT_FALSE(time) << text;
        EXPECT_EQ(time.error().code, Code::usage);
    }
}

} // namespace
} // namespace offline::base
