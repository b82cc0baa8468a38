#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace offline::offlinectl {

enum class Tint : std::uint8_t { good, bad, doubtful, quiet };

/// Text for a terminal, with colour where it is wished for.
class Ink {
public:
    explicit Ink(bool colored) : colored_(colored) {}

    std::string operator()(Tint tint, std::string_view text) const;

private:
    bool colored_;
};

/// The columns of the terminal that is written to, else those that COLUMNS names, else 80.
std::size_t terminal_width();

} // namespace offline::offlinectl
