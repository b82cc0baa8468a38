#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include <sys/types.h>

namespace offline::history {

/// The program history_writer, as a process of its own; it is killed at the end of its life, if need be.
class Writer {
public:
    explicit Writer(const std::vector<std::string>& words);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    /// Waits for the next change that is safe; 0 where there is none any more.
    unsigned long next_safe();
    void kill();
    /// Waits for its end: its exit status, or 128 + the signal that ended it.
    int wait();

private:
    pid_t child_ = -1;
    std::FILE* out_ = nullptr;
};

} // namespace offline::history
