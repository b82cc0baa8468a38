#include "com/log_file.h"

#include <csignal>
#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

#include "session/process.h"

namespace offline::com {
namespace {

// A write to a pipe that nobody reads any more must not end the program: while one lives, SIGPIPE is held
// back, and one that came of the write is taken away.
class NoBrokenPipe {
public:
    NoBrokenPipe() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        sigset_t pending;
        sigpending(&pending);
        was_pending_ = sigismember(&pending, SIGPIPE) == 1;
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }

    ~NoBrokenPipe() {
        const timespec at_once{};
        if (!was_pending_)
            sigtimedwait(&pipe_, nullptr, &at_once);
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }

    NoBrokenPipe(const NoBrokenPipe&) = delete;
    NoBrokenPipe& operator=(const NoBrokenPipe&) = delete;

private:
    sigset_t pipe_{}, before_{};
    bool was_pending_;
};

} // namespace

std::optional<LogFile> LogFile::open() {
    const char* const where = ::secure_getenv("MAPIOFFLINE_LOG");
    if (!where || !*where)
        return std::nullopt;
    if (std::string_view(where) == "stderr")
        return LogFile(STDERR_FILENO);
    const int file = ::open(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    if (file < 0)
        return std::nullopt;
    session::close_in_forked_child(file);
    return LogFile(file);
}

void LogFile::append(std::string_view line) const noexcept {
    const NoBrokenPipe guard;
    [[maybe_unused]] const auto written = ::write(static_cast<int>(handle_), line.data(), line.size());
}

} // namespace offline::com
