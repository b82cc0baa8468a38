// What is installed beside the program.
#include <fstream>
#include <iterator>
#include <regex>

#include <gmock/gmock.h>
#include <unistd.h>

#include "servers/process.h"
#include "servers/temp_folder.h"

namespace offline::bus {
namespace {

using testing::HasSubstr;

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Unit, IsExposedLessThanThreeTenths) {
    constexpr auto program = "/usr/bin/systemd-analyze";
    if (::access(program, X_OK) != 0)
        GTEST_SKIP() << program << " is not installed";
    const servers::TempFolder runtime;
    const auto rated = servers::run(
        {program, "security", "--user", "--offline=yes", "--no-pager", PACKAGING "/offlined.service"},
        {{"XDG_RUNTIME_DIR", runtime.path().string()}});
    std::smatch found;
    ASSERT_TRUE(std::regex_search(rated.output, found,
                                  std::regex("Overall exposure level for offlined.service: ([0-9.]+)")))
        << rated.output;
    EXPECT_LT(std::stod(found[1]), 3.0) << rated.output;
}

TEST(Unit, IsWhatTheBusStarts) {
    const auto unit = text_of(PACKAGING "/offlined.service");
    const auto service = text_of(PACKAGING "/org.offlined.Offline1.service");
    EXPECT_THAT(unit, HasSubstr("Type=notify\nBusName=org.offlined.Offline1\n"));
    EXPECT_THAT(service, HasSubstr("Name=org.offlined.Offline1\n"));
    EXPECT_THAT(service, HasSubstr("SystemdService=offlined.service\n"));
    std::smatch started;
    ASSERT_TRUE(std::regex_search(service, started, std::regex("Exec=(/.*/offlined)\n")));
    EXPECT_THAT(unit, HasSubstr("ExecStart=" + started[1].str() + "\n"));
}

} // namespace
} // namespace offline::bus
