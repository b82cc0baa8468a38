#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace offline::com {

/// Where the log goes: the file that MAPIOFFLINE_LOG names, or the error stream. Lives as long as the
/// process.
class LogFile {
public:
    /// None where the variable is empty, or the file cannot be opened.
    static std::optional<LogFile> open();

    /// Appends a whole line by one write: other processes append to the same file. What cannot be written is
    /// lost.
    void append(std::string_view line) const noexcept;

private:
    explicit LogFile(std::intptr_t handle) : handle_(handle) {}

    std::intptr_t handle_; ///< a descriptor; on Windows a HANDLE
};

} // namespace offline::com
