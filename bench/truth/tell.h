#pragma once

#include <cstdio>
#include <ctime>
#include <string>

namespace offline::bench {

/// The first line of a subject: its name, as the table has it.
inline void introduce(const std::string& name) {
    std::puts(name.c_str());
    std::fflush(stdout);
}

/// A line of a subject that knows something: when, by CLOCK_MONOTONIC, and what.
inline void tell(bool online) {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    std::printf("%lld%09ld %s\n", static_cast<long long>(now.tv_sec), now.tv_nsec,
                online ? "online" : "offline");
    std::fflush(stdout);
}

} // namespace offline::bench
