#include <cstdlib>
#include <string>

#include <gmock/gmock.h>

#include "metrics/place.h"

namespace offline::metrics {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string read(const std::string& text) {
    const auto place = parse_place(text);
    return place ? place->text() : place.error().what;
}

TEST(Place, IsAPortOfThisMachine) {
    EXPECT_EQ(read("127.0.0.1:9911"), "http://127.0.0.1:9911/metrics");
    EXPECT_EQ(read("127.9.9.9:1"), "http://127.9.9.9:1/metrics");
    EXPECT_EQ(read("[::1]:9911"), "http://[::1]:9911/metrics");
    EXPECT_EQ(read("localhost:9911"), "http://127.0.0.1:9911/metrics");
}

TEST(Place, IsNoPortThatOthersReachAndItSaysWhatToWriteInstead) {
    for (const std::string host : {"0.0.0.0", "[::]", "192.0.2.1", "[2001:db8::1]"}) {
        EXPECT_THAT(read(host + ":9911"), AllOf(HasSubstr("other machines"), HasSubstr("127.0.0.1:9911")))
            << host;
        EXPECT_EQ(parse_place(host + ":9911").error().code, base::Code::usage);
    }
}

TEST(Place, IsASocketByItsWholePath) {
    EXPECT_EQ(read("unix:/run/user/7/m.sock"), "/run/user/7/m.sock");
    EXPECT_THAT(read("unix:m.sock"), HasSubstr("whole path"));
    EXPECT_THAT(read("unix:"), HasSubstr("whole path"));
    EXPECT_THAT(read("unix:/" + std::string(200, 'x')), HasSubstr("too long: 107 bytes"));
}

TEST(Place, IsASocketOfTheUsersWhereNoPathIsSaid) {
    ::setenv("XDG_RUNTIME_DIR", "/run/user/7", 1);
    EXPECT_EQ(read("unix"), "/run/user/7/offlined/metrics.sock");
    ::unsetenv("XDG_RUNTIME_DIR");
    EXPECT_THAT(read("unix"), HasSubstr("XDG_RUNTIME_DIR is not set"));
}

TEST(Place, IsNothingElse) {
    for (const std::string text :
         {"9911", ":9911", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:x", "::1:9911",
          "[127.0.0.1]:1", "mail.example.org:1", "http://127.0.0.1:1", "Unix"})
        EXPECT_THAT(read(text), HasSubstr("is no place for them")) << text;
}

} // namespace
} // namespace offline::metrics
