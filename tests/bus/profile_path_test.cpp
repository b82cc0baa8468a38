#include "bus/profile_path.h"

#include <gmock/gmock.h>

namespace offline::bus {
namespace {

const std::string below = "/org/offlined/Offline1/profile/";

TEST(ProfilePath, HoldsLettersAndDigitsInLowerCaseAndTheBytesOfAllElse) {
    EXPECT_EQ(profile_path("Work2"), below + "work2");
    EXPECT_EQ(profile_path("a_b c"), below + "a_5fb_20c");
    EXPECT_EQ(profile_path("é"), profile_path("É"));
    EXPECT_EQ(profile_path("É"), below + "_c3_89");
    EXPECT_EQ(profile_path(""), below + "_");
}

TEST(ProfilePath, IsTheSameForEachSpellingOfAName) {
    EXPECT_EQ(profile_path("WORK"), profile_path("work"));
    EXPECT_EQ(profile_path("straße"), profile_path("STRAßE"));
}

TEST(ProfilePath, IsAnotherForAnotherName) {
    EXPECT_NE(profile_path("_"), profile_path(""));
    EXPECT_NE(profile_path("a/b"), profile_path("ab"));
    EXPECT_NE(profile_path("_20"), profile_path(" "));
}

} // namespace
} // namespace offline::bus
