#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace offline::sources {

/// What a piece of netlink bytes holds.
struct Parsed {
    std::size_t messages{};           ///< well-formed changes
    std::size_t malformed{};          ///< pieces that lie about their length or are too short for their kind
    bool overrun{};                   ///< the kernel itself says that messages were lost
    std::vector<std::uint32_t> links; ///< the interfaces that changes of links are about

    bool operator==(const Parsed&) const = default;
};

/// Reads the changes in one datagram. Pure; believes no length before it has checked it.
Parsed read_news(std::span<const std::byte> bytes);

} // namespace offline::sources
