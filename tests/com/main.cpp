#include <gtest/gtest.h>

#include "com/home.h"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    const offline::clients::Home home;
    return RUN_ALL_TESTS();
}
