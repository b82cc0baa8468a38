#pragma once

#include <cstddef>
#include <span>

namespace offline::sources {

/// What a piece of netlink bytes holds.
struct Parsed {
    std::size_t messages{};  ///< well-formed changes
    std::size_t malformed{}; ///< pieces that lie about their length or are too short for their kind
    bool overrun{};          ///< the kernel itself says that messages were lost

    bool operator==(const Parsed&) const = default;
};

/// Counts the changes in one datagram. Pure; believes no length before it has checked it.
Parsed count_messages(std::span<const std::byte> bytes) noexcept;

} // namespace offline::sources
