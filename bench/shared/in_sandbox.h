#pragma once

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "servers/sandbox.h"

namespace offline::bench {

/// The whole of a main() whose `measure()` needs networks of its own, as root or in a user namespace, and
/// returns the exit status.
template <class Measure>
int in_sandbox(const char* program, Measure measure) {
    const servers::Sandbox sandbox;
    if (const auto& missing = servers::Sandbox::missing(); !missing.empty()) {
        std::fprintf(stderr, "%s: %s; run it as root\n", program, missing.c_str());
        return EXIT_FAILURE;
    }
    try {
        return measure();
    } catch (const std::exception& failed) {
        std::fprintf(stderr, "%s: %s\n", program, failed.what());
        return EXIT_FAILURE;
    }
}

} // namespace offline::bench
