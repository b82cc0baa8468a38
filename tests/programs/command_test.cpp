#include "programs/command.h"

#include <cstdlib>

#include <gmock/gmock.h>

namespace offline::programs {
namespace {

TEST(FindProgram, LooksIntoTheFoldersOfPath) {
    ::setenv("PATH", "/nowhere:/usr/bin:/bin", 1);
    EXPECT_EQ(find_program("env")->native(), "/usr/bin/env");
    EXPECT_EQ(find_program("/bin/../bin/sh")->native(), "/bin/../bin/sh");
}

TEST(FindProgram, RefusesWhatCannotBeRun) {
    ::setenv("PATH", "/usr/bin:/etc", 1);
    for (const auto* name :
         {"", "passwd-that-is-none", "hostname.txt", "/etc/passwd", "/etc", "/", "./none", "../.."})
        EXPECT_EQ(find_program(name).error().code, base::Code::usage) << name;
}

} // namespace
} // namespace offline::programs
