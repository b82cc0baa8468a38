#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace offline::programs {

/// A program to be started, as an argument vector: no shell ever reads it.
struct Command {
    /// What becomes of processes that the program leaves behind in its group.
    enum class Leftovers : std::uint8_t {
        kill,  ///< they end with it
        await, ///< the group is over when the last of them is. Only for a process that adopts them
               ///< (PR_SET_CHILD_SUBREAPER) and has no other children: whatever child of it ends is reaped
    };

    std::filesystem::path program;  ///< not searched for
    std::vector<std::string> words; ///< the program's name, as it sees it, and its arguments
    std::optional<std::vector<std::string>> environment; ///< `NAME=value` each; none: that of this process
    Leftovers leftovers = Leftovers::kill;
    bool confined = true; ///< no descriptor but the first three, and no new privileges by set-user-ID
};

/// The file of a program: itself where the name has a slash, else the first that can be run in one of the
/// folders of $PATH. Code::usage where there is none.
base::Result<std::filesystem::path> find_program(std::string_view name);

} // namespace offline::programs
