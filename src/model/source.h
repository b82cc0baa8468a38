#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace offline::model {

/// How one of the engine's sources of news is doing.
struct Source {
    enum class Outcome : std::uint8_t {
        working,
        absent, ///< this machine has none, or it is not there now; it is used when it comes
        failed, ///< it is there and cannot be used: the detail says why
    };

    std::string name; ///< such as "logind"
    Outcome outcome = Outcome::absent;
    std::string detail; ///< for people; may be empty
};

/// `working`, `absent`, `failed`.
std::string_view word(Source::Outcome outcome) noexcept;

} // namespace offline::model
