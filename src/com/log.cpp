#include "com/log.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <mutex>
#include <string>

#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include "com/log_file.h"
#include "session/process.h"

namespace offline::com {
namespace {

class ToFile final : public spdlog::sinks::base_sink<std::mutex> {
public:
    explicit ToFile(LogFile file) : file_(file) {}

private:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        file_.append({line.data(), line.size()});
    }

    void flush_() override {}

    const LogFile file_;
};

spdlog::logger* make_logger() {
    try {
        const auto file = LogFile::open();
        if (!file)
            return nullptr;
        // Never destroyed: clients call from their own static destructors.
        return std::make_unique<spdlog::logger>("mapioffline", std::make_shared<ToFile>(*file)).release();
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
        logger->warn(std::string(method) + ": " + one_line(what)); // its formats take seconds to compile
}

} // namespace offline::com
