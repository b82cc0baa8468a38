#pragma once

#include <cstdint>
#include <filesystem>

namespace offline::history {

/// Tells others that a writer's process lives: a lock on one byte of a file beside the history, which the
/// kernel takes away with the process. So nothing has to be written while nothing happens.
class Lifeline {
public:
    /// Throws std::system_error where the lock cannot be had.
    Lifeline(const std::filesystem::path& history, std::int64_t session);
    ~Lifeline();
    Lifeline(const Lifeline&) = delete;
    Lifeline& operator=(const Lifeline&) = delete;

    /// Whether the process of that session lives.
    static bool held(const std::filesystem::path& history, std::int64_t session) noexcept;

private:
    int descriptor_;
};

} // namespace offline::history
