#include <optional>

#include <gmock/gmock.h>

#include "servers/sandbox.h"

int main(int count, char** words) {
    testing::InitGoogleMock(&count, words);
    std::optional<offline::servers::Sandbox> sandbox;
    if (!GTEST_FLAG_GET(list_tests))
        sandbox.emplace();
    return RUN_ALL_TESTS();
}
