#include "model/profile.h"

#include <gtest/gtest.h>

namespace offline::model {
namespace {

using namespace std::chrono_literals;

TEST(Profile, IsTheSameWhateverTheCaseOfItsName) {
    EXPECT_EQ(name_key("Work"), name_key("wORK"));
    EXPECT_EQ(name_key("\xC3\x9C"
                       "bung"),
              name_key("\xC3\xBC"
                       "BUNG"));
    EXPECT_NE(name_key("Work"), name_key("Work2"));
}

TEST(Profile, HasTheDefaultsOfTheContract) {
    const Profile profile;
    EXPECT_EQ(profile.require, Require::any);
    EXPECT_EQ(profile.probe.interval, 5min);
    EXPECT_EQ(profile.probe.timeout, 10s);
    EXPECT_EQ(profile.probe.strikes, 3U);
    EXPECT_EQ(profile.probe.retry, 1s);
    EXPECT_EQ(profile.probe.retry_max, 60s);
    EXPECT_EQ(profile.settle.online, 0s);
    EXPECT_EQ(profile.settle.offline, 0s);
    EXPECT_TRUE(profile.settle.damping);
}

} // namespace
} // namespace offline::model
