#include "com/log.h"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <memory>
#include <mutex>
#include <string>

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>
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

// Whole lines, each by one write: other processes append to the same file.
class Descriptor final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit Descriptor(int descriptor) : descriptor_(descriptor) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        const NoBrokenPipe guard;
        [[maybe_unused]] const auto written = ::write(descriptor_, line.data(), line.size());
    }

    void flush_() override {}

    const int descriptor_;
};

int open_log() {
    const char* const where = ::secure_getenv("MAPIOFFLINE_LOG");
    if (!where || !*where)
        return -1;
    if (std::string_view(where) == "stderr")
        return STDERR_FILENO;
    const int file = ::open(where, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    session::close_in_forked_child(file);
    return file;
}

spdlog::logger* make_logger() {
    try {
        const int descriptor = open_log();
        if (descriptor < 0)
            return nullptr;
        // Never destroyed: clients call from their own static destructors.
        return std::make_unique<spdlog::logger>("mapioffline", std::make_shared<Descriptor>(descriptor))
            .release();
    } catch (const std::exception&) {
        return nullptr; // a log that cannot be written must not take the program with it
    }
}

// A name may be as long as it likes. The cut leaves no half of a letter: in UTF-8 all bytes of one but its
// first are 10xxxxxx.
std::string cut(std::string_view text) {
    constexpr std::size_t longest = 1000;
    if (text.size() <= longest)
        return std::string(text);
    auto end = longest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

// Names and words of servers come from outside: none of them begins a line of its own.
std::string one_line(std::string_view text) {
    auto line = cut(text);
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return line;
}

} // namespace

void log(std::string_view method, std::string_view what) {
    static spdlog::logger* const logger = make_logger();
    if (logger && !session::in_forked_child())
        logger->warn("{}: {}", method, one_line(what));
}

} // namespace offline::com
