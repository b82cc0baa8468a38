#include <gtest/gtest.h>

#include "servers/sandbox.h"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    const offline::servers::Sandbox sandbox;
    return RUN_ALL_TESTS();
}
