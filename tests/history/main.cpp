#include <cstdlib>
#include <optional>

#include <gmock/gmock.h>
#include <unistd.h>

#include "servers/sandbox.h"

int main(int count, char** words) {
    testing::InitGoogleMock(&count, words);
    // No test here needs a real disk: a killed process leaves what the kernel has, and a loss of power is
    // made up.
    if (access("/dev/shm", W_OK) == 0)
        setenv("TMPDIR", "/dev/shm", 1);
    std::optional<offline::servers::Sandbox> sandbox; // where a small disk can be mounted
    if (!GTEST_FLAG_GET(list_tests))
        sandbox.emplace();
    return RUN_ALL_TESTS();
}
