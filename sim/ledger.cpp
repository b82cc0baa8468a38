#include "ledger.h"

#include <cstdio>

namespace offline::sim {

void Ledger::event(base::Instant at, const char* what, std::uint64_t whom, std::uint64_t how) {
    ++events_;
    const auto time = static_cast<std::uint64_t>(at.time_since_epoch().count());
    for (const auto part : {time, static_cast<std::uint64_t>(static_cast<unsigned char>(*what)), whom, how})
        digest_ = (digest_ ^ part) * 0x100000001b3;
    if (tell_)
        std::printf("%12.6f %s %llu %llu\n", static_cast<double>(time) / 1e9, what,
                    static_cast<unsigned long long>(whom), static_cast<unsigned long long>(how));
}

} // namespace offline::sim
