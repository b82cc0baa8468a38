#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace offline::fuzz {

/// An input, taken from its front; after its end everything is zero.
class Bytes {
public:
    Bytes(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}

    bool empty() const noexcept { return rest_.empty(); }

    std::uint8_t byte() noexcept {
        if (rest_.empty())
            return 0;
        const auto front = rest_.front();
        rest_ = rest_.subspan(1);
        return front;
    }

    /// A number below `limit`, which is 1 to 256.
    std::size_t below(std::size_t limit) noexcept { return byte() % limit; }

    bool flag() noexcept { return (byte() & 1) != 0; }

    std::string_view text() const noexcept {
        return {static_cast<const char*>(static_cast<const void*>(rest_.data())), rest_.size()};
    }

private:
    std::span<const std::uint8_t> rest_;
};

} // namespace offline::fuzz
