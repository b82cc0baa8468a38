#include "sources/bus_reader.h"

#include <algorithm>
#include <array>

namespace offline::sources {
namespace {

constexpr unsigned deepest = 32; // containers inside containers, as D-Bus has it for each kind
constexpr std::uint32_t longest_array = 1U << 26; // as D-Bus has it

std::size_t alignment(char type) noexcept {
    switch (type) {
    case 'n':
    case 'q':
        return 2;
    case 'b':
    case 'i':
    case 'u':
    case 'h':
    case 's':
    case 'o':
    case 'a':
        return 4;
    case 'x':
    case 't':
    case 'd':
    case '(':
    case '{':
        return 8;
    default:
        return 1;
    }
}

// How many characters the complete type that `types` begins with has; 0: there is none.
std::size_t complete_type(std::string_view types, unsigned depth) noexcept {
    if (types.empty() || depth > deepest)
        return 0;
    const char first = types.front();
    if (first == 'a') {
        const auto element = complete_type(types.substr(1), depth + 1);
        return element == 0 ? 0 : element + 1;
    }
    if (first != '(' && first != '{')
        return std::string_view("ynqbiuhxtdsogv").find(first) == std::string_view::npos ? 0 : 1;
    const char last = first == '(' ? ')' : '}';
    std::size_t length = 1;
    while (length < types.size() && types[length] != last) {
        const auto member = complete_type(types.substr(length), depth + 1);
        if (member == 0)
            return 0;
        length += member;
    }
    return length < types.size() && length > 1 ? length + 1 : 0;
}

} // namespace

void BusReader::fail() noexcept {
    failed_ = true;
    at_ = bytes_.size();
}

std::span<const std::byte> BusReader::take(std::size_t size) noexcept {
    if (size > bytes_.size() - at_) {
        fail();
        return {};
    }
    at_ += size;
    return bytes_.subspan(at_ - size, size);
}

void BusReader::align(std::size_t to) noexcept { take((to - at_ % to) % to); }

std::uint8_t BusReader::byte() noexcept {
    const auto taken = take(1);
    return taken.empty() ? std::uint8_t{} : std::to_integer<std::uint8_t>(taken[0]);
}

template <class Number>
Number BusReader::aligned_number() noexcept {
    std::array<std::byte, sizeof(Number)> bytes{};
    align(bytes.size());
    std::ranges::copy(take(bytes.size()), bytes.begin());
    if (order_ != std::endian::native)
        std::ranges::reverse(bytes);
    return std::bit_cast<Number>(bytes);
}

std::uint32_t BusReader::number() noexcept { return aligned_number<std::uint32_t>(); }

std::uint64_t BusReader::long_number() noexcept { return aligned_number<std::uint64_t>(); }

double BusReader::real() noexcept { return std::bit_cast<double>(long_number()); }

// With the zero byte behind them.
std::string_view BusReader::characters(std::size_t size) noexcept {
    const auto taken = take(size + 1);
    if (taken.empty())
        return {};
    if (taken.back() != std::byte{}) {
        fail();
        return {};
    }
    return {reinterpret_cast<const char*>(taken.data()), size};
}

std::string_view BusReader::text() noexcept {
    const std::size_t size = number();
    return failed_ ? std::string_view() : characters(size);
}

std::string_view BusReader::signature() noexcept {
    const std::size_t size = byte();
    return failed_ ? std::string_view() : characters(size);
}

void BusReader::skip(std::string_view& types, unsigned depth) noexcept {
    const auto length = depth > deepest ? 0 : complete_type(types, depth);
    if (length == 0)
        return fail();
    const auto type = types.substr(0, length);
    types.remove_prefix(length);
    switch (type.front()) {
    case 's':
    case 'o':
        text();
        return;
    case 'g':
        signature();
        return;
    case 'v': {
        auto inner = signature();
        skip(inner, depth + 1);
        if (!inner.empty())
            fail();
        return;
    }
    case 'a': {
        const auto size = number();
        align(alignment(type[1]));
        if (size > longest_array)
            return fail();
        take(size);
        return;
    }
    case '(':
    case '{': {
        align(8);
        auto members = type.substr(1, length - 2);
        while (!members.empty() && !failed_)
            skip(members, depth + 1);
        return;
    }
    default: {
        const auto size = alignment(type.front());
        align(size);
        take(size);
    }
    }
}

} // namespace offline::sources
