#include "offlinectl/ink.h"

#include <algorithm>
#include <cstdlib>

#include <sys/ioctl.h>
#include <unistd.h>

namespace offline::offlinectl {
namespace {

constexpr std::size_t narrowest_bar = 20; // below that nothing is to be seen
constexpr std::size_t widest_bar = 400;   // a bar is to be looked at as one
constexpr std::size_t usual_bar = 80;

} // namespace

std::string Ink::operator()(Tint tint, std::string_view text) const {
    if (!colored_ || text.empty())
        return std::string(text);
    const std::string_view begin = tint == Tint::good       ? "\x1b[32m"
                                   : tint == Tint::bad      ? "\x1b[31m"
                                   : tint == Tint::doubtful ? "\x1b[33m"
                                                            : "\x1b[2m";
    return std::string(begin) + std::string(text) + "\x1b[0m";
}

std::size_t terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
        return std::clamp<std::size_t>(size.ws_col, narrowest_bar, widest_bar);
    const char* const columns = std::getenv("COLUMNS");
    const auto named = columns ? std::strtoul(columns, nullptr, 10) : 0;
    return named != 0 ? std::clamp<std::size_t>(named, narrowest_bar, widest_bar) : usual_bar;
}

} // namespace offline::offlinectl
