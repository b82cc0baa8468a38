#include "com/log.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <string>

#include <fcntl.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace offline::com {
namespace {

// A program that the client starts has no business with our log.
void close_on_exec(const spdlog::filename_t&, std::FILE* file) {
    ::fcntl(::fileno(file), F_SETFD, FD_CLOEXEC);
}

spdlog::sink_ptr sink() {
    const char* const where = std::getenv("MAPIOFFLINE_LOG"); // NOLINT(concurrency-mt-unsafe): read once
    if (!where || !*where)
        return nullptr;
    if (std::string_view(where) == "stderr")
        return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    spdlog::file_event_handlers handlers;
    handlers.after_open = close_on_exec;
    return std::make_shared<spdlog::sinks::basic_file_sink_mt>(where, false, handlers);
}

spdlog::logger* make_logger() {
    try {
        auto to = sink();
        if (!to)
            return nullptr;
        // Never destroyed: clients call from their own static destructors.
        auto* const logger = std::make_unique<spdlog::logger>("mapioffline", std::move(to)).release();
        logger->flush_on(spdlog::level::info);
        return logger;
    } catch (const std::exception&) {
        return nullptr; // a log that cannot be written must not take the program with it
    }
}

// Names and words of servers come from outside: none of them begins a line of its own.
std::string one_line(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(
        line, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
    return line;
}

} // namespace

void log(std::string_view method, std::string_view what) {
    static spdlog::logger* const logger = make_logger();
    if (logger)
        logger->warn("{}: {}", method, one_line(what));
}

} // namespace offline::com
