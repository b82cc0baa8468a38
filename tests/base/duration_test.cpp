#include "base/duration.h"

#include <array>

#include <gmock/gmock.h>

namespace offline::base {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(Duration, IsReadWithEachUnit) {
    EXPECT_EQ(parse_duration("500ms").value(), 500ms);
    EXPECT_EQ(parse_duration("5s").value(), 5s);
    EXPECT_EQ(parse_duration("2min").value(), 2min);
    EXPECT_EQ(parse_duration("1h").value(), 1h);
    EXPECT_EQ(parse_duration("0").value(), 0ns);
    EXPECT_EQ(parse_duration("0s").value(), 0ns);
}

TEST(Duration, IsRefusedWhereItIsNotOne) {
    for (const char* text : {"", "5", "s", "-5s", "-0s", "+5s", "5 s", " 5s", "5s ", "5S", "5m", "1.5s",
                             "0x5s", "5sec", "99999999999999999999s", "9223372036854775807h", "1d"}) {
        const auto duration = parse_duration(text);
        ASSERT_FALSE(duration) << text;
        EXPECT_EQ(duration.error().code, Code::usage) << text;
        EXPECT_THAT(duration.error().what, HasSubstr("500ms")) << text;
    }
}

TEST(Duration, IsAtMostTenYears) {
    EXPECT_TRUE(parse_duration("87600h"));
    EXPECT_FALSE(parse_duration("88000h"));
}

TEST(Duration, ReadsBackFromWhatWasPrinted) {
    for (const Duration duration :
         std::to_array<Duration>({0s, 1ms, 999ms, 1s, 1001ms, 60s, 90s, 5min, 60min, 61min, 87600h}))
        EXPECT_EQ(parse_duration(print_duration(duration)).value(), duration) << print_duration(duration);
}

TEST(Duration, IsPrintedInTheLargestUnitThatFits) {
    EXPECT_EQ(print_duration(0s), "0s");
    EXPECT_EQ(print_duration(90s), "90s");
    EXPECT_EQ(print_duration(5min), "5min");
    EXPECT_EQ(print_duration(120min), "2h");
    EXPECT_EQ(print_duration(1500ms), "1500ms");
}

TEST(Duration, IsToldToPeopleWithTwoFiguresThatMatter) {
    EXPECT_EQ(humane(400us), "0.4 ms");
    EXPECT_EQ(humane(12ms), "12 ms");
    EXPECT_EQ(humane(3200ms), "3.2 s");
    EXPECT_EQ(humane(45s), "45 s");
    EXPECT_EQ(humane(4min + 59s), "4 min");
    EXPECT_EQ(humane(2h + 5min), "2 h 5 min");
    EXPECT_EQ(humane(3h), "3 h");
    EXPECT_EQ(humane(76h), "3 d 4 h");
}

TEST(Duration, IsNeverRoundedUpToAWholeNextUnitInTheOldOne) {
    EXPECT_EQ(humane(9'960us), "10 ms");
    EXPECT_EQ(humane(999'700us), "1.0 s");
    EXPECT_EQ(humane(9'960ms), "10 s");
    EXPECT_EQ(humane(59'700ms), "1 min");
}

} // namespace
} // namespace offline::base
