#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace offline::sim {

/// What a life comes to.
struct Figures {
    std::chrono::nanoseconds awake{};
    std::chrono::nanoseconds wrongly_online{};  ///< told online, and nothing could be done
    std::chrono::nanoseconds wrongly_offline{}; ///< told offline, and it would have worked
    std::uint64_t true_changes = 0;
    std::uint64_t changes_told = 0;
    std::uint64_t looks = 0; ///< connections that were tried

    /// One line of JSON: rates, which weeks of any number have in common.
    std::string json(const std::string& account, std::uint64_t weeks) const;
};

} // namespace offline::sim
