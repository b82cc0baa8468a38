#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace offline::sources {

/// Reads values of D-Bus off bytes that a stranger may have written.
///
/// It believes no length. What does not fit makes it fail; from then on it reads nothing but zeros and empty
/// texts. The bytes outlive it and what it reads off them.
class BusReader {
public:
    /// Values are aligned as seen from the first of the bytes.
    BusReader(std::span<const std::byte> bytes, std::endian order) noexcept : bytes_(bytes), order_(order) {}

    bool failed() const noexcept { return failed_; }

    std::size_t position() const noexcept { return at_; }

    std::uint8_t byte() noexcept;
    std::uint32_t number() noexcept;      ///< `u`, `h`, `i`, `b`
    std::uint64_t long_number() noexcept; ///< `t`, `x`
    double real() noexcept;               ///< `d`
    std::string_view text() noexcept;     ///< `s`, `o`
    std::string_view signature() noexcept;
    void align(std::size_t to) noexcept;

    /// One value of the type that `types` begins with, which is taken off.
    void skip(std::string_view& types) noexcept { skip(types, 0); }

    /// `a{sv}`: calls visit(name, type, reader) for each member, with the reader at the value; what `visit`
    /// does not read is skipped.
    template <class Visit>
    void properties(Visit visit);

    /// `a…` of what begins at multiples of `alignment`: calls visit(reader) at each element, which it reads.
    template <class Visit>
    void elements(std::size_t alignment, Visit visit);

private:
    std::span<const std::byte> take(std::size_t size) noexcept;
    template <class Number>
    Number aligned_number() noexcept;
    std::string_view characters(std::size_t size) noexcept;
    void skip(std::string_view& types, unsigned depth) noexcept;
    void fail() noexcept;

    std::span<const std::byte> bytes_;
    std::endian order_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

template <class Visit>
void BusReader::elements(std::size_t alignment, Visit visit) {
    const auto size = number();
    align(alignment);
    const auto begin = at_;
    while (!failed_ && at_ - begin < size) {
        const auto before = at_;
        align(alignment);
        visit(*this);
        if (at_ == before)
            fail();
    }
}

template <class Visit>
void BusReader::properties(Visit visit) {
    const auto size = number();
    align(8);
    const auto begin = at_;
    while (!failed_ && at_ - begin < size) {
        align(8);
        const auto name = text();
        const auto type = signature();
        const auto value = at_;
        if (!failed_)
            visit(name, type, *this);
        if (failed_ || at_ != value)
            continue;
        auto left = type;
        skip(left);
        if (!left.empty())
            fail();
    }
}

} // namespace offline::sources
