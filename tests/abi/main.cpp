// Usage: abi_test [LIBRARY]; without it, MAPIOFFLINE_LIBRARY.
#include <gtest/gtest.h>

#include "abi/client.h"
#include "abi/home.h"
#include "abi/library.h"

int main(int argc, char** argv) {
    testing::InitGoogleTest(&argc, argv);
    offline::abi::path_of_library = library_path(argc, argv);
    const offline::abi::Home home;
    return RUN_ALL_TESTS();
}
