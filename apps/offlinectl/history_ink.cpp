#include "offlinectl/history_ink.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <iomanip>
#include <sstream>

#include <sys/ioctl.h>
#include <unistd.h>

namespace offline::offlinectl {
namespace {

constexpr std::size_t narrowest = 20; // below that nothing is to be seen
constexpr std::size_t widest = 400;   // a bar is to be looked at as one
constexpr std::size_t usual = 80;

} // namespace

std::string HistoryInk::operator()(Tint tint, std::string_view text) const {
    if (!colored_ || text.empty())
        return std::string(text);
    const std::string_view begin = tint == Tint::good       ? "\x1b[32m"
                                   : tint == Tint::bad      ? "\x1b[31m"
                                   : tint == Tint::doubtful ? "\x1b[33m"
                                                            : "\x1b[2m";
    return std::string(begin) + std::string(text) + "\x1b[0m";
}

std::string local_time(base::WallTime time, const char* format) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm parts{};
    localtime_r(&seconds, &parts);
    std::ostringstream text;
    text << std::put_time(&parts, format);
    return text.str();
}

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
        return std::clamp<std::size_t>(size.ws_col, narrowest, widest);
    const char* const columns = std::getenv("COLUMNS");
    const auto named = columns ? std::strtoul(columns, nullptr, 10) : 0;
    return named != 0 ? std::clamp<std::size_t>(named, narrowest, widest) : usual;
}

} // namespace offline::offlinectl
