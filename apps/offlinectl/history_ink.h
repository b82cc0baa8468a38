#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace offline::offlinectl {

/// Text for a terminal, with colour where it is wished for.
class HistoryInk {
public:
    enum class Tint : std::uint8_t { good, bad, doubtful, quiet };

    explicit HistoryInk(bool colored) : colored_(colored) {}

    std::string operator()(Tint tint, std::string_view text) const;

private:
    bool colored_;
};

/// As std::put_time() says it, in local time.
std::string local_time(base::WallTime time, const char* format);

/// The columns of the terminal that is written to, else those that COLUMNS names, else 80.
std::size_t terminal_width();

} // namespace offline::offlinectl
