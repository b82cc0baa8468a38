#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <offline/reason.h>

#include "base/duration.h"
#include "base/result.h"

namespace offline::offlinectl {

/// What `simulate` plays: offlinectl(1) describes it for people.
struct Script {
    struct Step {
        enum class Kind : std::uint8_t {
            state,  ///< the profile stands so
            pause,  ///< nothing but `after`
            hold,   ///< until somebody ends it
            repeat, ///< `times`, up to the `end` that belongs to it
            end,
        } kind{};
        std::size_t line{};
        base::Duration after{}; ///< since the step before was told
        std::size_t profile{};  ///< its place in `profiles`
        State state{};
        Reason reason{};
        std::string detail;                 ///< the sentence of the reason where none is told
        std::optional<std::uint64_t> times; ///< none: for ever
    };

    std::vector<std::string> profiles;
    std::vector<Step> steps;
};

/// Code::usage with `name`, line and column where it cannot be read.
base::Result<Script> parse_script(std::string_view text, std::string_view name);

/// The file; of `-` standard input.
base::Result<Script> read_script(const std::string& file);

} // namespace offline::offlinectl
