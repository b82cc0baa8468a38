#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "sources/bus_reader.h"

namespace offline::sources {

/// One message of D-Bus, as it came.
struct BusMessage {
    enum class Kind : std::uint8_t { call = 1, reply = 2, error = 3, signal = 4 } kind{};
    std::uint32_t serial{};
    std::uint32_t reply_to{}; ///< of a reply or an error: the serial of the call
    std::string path, interface, member, error, sender, signature;
    std::uint32_t descriptors{}; ///< how many file descriptors come with it
    std::vector<std::byte> body;
    std::endian order = std::endian::native;

    /// Its arguments, of the types that `signature` names.
    BusReader read() const noexcept { return {body, order}; }
};

/// An argument: `s`, `b` or `t`. We need no other kind.
using BusValue = std::variant<std::string, bool, std::uint64_t>;

/// A method to call.
struct BusCall {
    std::string destination, path, interface, member;
    std::vector<BusValue> arguments;
    bool wants_answer = true; ///< a bus lets a connection wait for so many at a time, and no more
};

std::vector<std::byte> message_of(const BusCall& call, std::uint32_t serial);

/// Nobody has more than that to tell us.
inline constexpr std::size_t largest_bus_message = 1U << 20;

/// How long a message begins there is. It is `known` once its first 16 bytes are there; then 0 says that this
/// is no message, or one beyond the largest.
struct BusMessageSize {
    bool known{};
    std::size_t bytes{};
};

BusMessageSize size_of_bus_message(std::span<const std::byte> begun) noexcept;

/// One whole message; none where it is malformed.
std::optional<BusMessage> parse_bus_message(std::span<const std::byte> whole);

} // namespace offline::sources
