#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/address.h"
#include "sources/windows/network_functions.h"

namespace offline::sources {

/// One network adapter as Windows shows it now.
struct Adapter {
    std::uint32_t index{};    ///< for IPv4; 0 where it has none
    std::uint32_t v6_index{}; ///< for IPv6; 0 where it has none
    std::string name;
    bool up{}; ///< in operation: not switched off, cable in
    bool loopback{};
    std::vector<model::Address> addresses; ///< those that may be used
    std::vector<model::Address> gateways;

    bool is(std::uint32_t wanted) const noexcept {
        return wanted != 0 && (index == wanted || v6_index == wanted);
    }

    bool has(const model::Address& address) const;

    bool operator==(const Adapter&) const = default;
};

/// All of them; none where Windows does not answer.
std::optional<std::vector<Adapter>> read_adapters(const NetworkFunctions& windows);

/// An address out of one of Windows' structures; the unspecified one of IPv4 where it is of another family.
model::Address address_of(const sockaddr* from);

} // namespace offline::sources
