#include "offlinectl/screen.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include <sys/ioctl.h>
#include <unistd.h>

#include "offlinectl/console.h"

namespace offline::offlinectl {
namespace {

constexpr Screen::Size usual{80, 24};

// The other screen of the terminal, no cursor, and no line that runs over into the next one.
constexpr std::string_view to_the_other_screen = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[J";
constexpr std::string_view back = "\x1b[0m\x1b[H\x1b[J\x1b[?7h\x1b[?25h\x1b[?1049l";

} // namespace

// In the background it belongs to somebody else.
bool Screen::is_there() {
    const char* const terminal = std::getenv("TERM");
    const bool fit =
        isatty(STDOUT_FILENO) != 0 && terminal && *terminal && std::string_view(terminal) != "dumb";
    const auto foreground = fit ? tcgetpgrp(STDOUT_FILENO) : -1;
    return fit && (foreground < 0 || foreground == getpgrp());
}

void Screen::enter() {
    if (std::exchange(entered_, true))
        return;
    if (termios as_it_is{}; tcgetattr(STDOUT_FILENO, &as_it_is) == 0) {
        before_ = as_it_is;
        as_it_is.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON);
        tcsetattr(STDOUT_FILENO, TCSADRAIN, &as_it_is);
    }
    shown_.clear();
    write_all(STDOUT_FILENO, to_the_other_screen);
}

// What was typed meanwhile was not meant for the shell.
void Screen::leave() {
    if (!std::exchange(entered_, false))
        return;
    write_all(STDOUT_FILENO, back);
    if (before_)
        tcsetattr(STDOUT_FILENO, TCSAFLUSH, &*before_);
}

Screen::Size Screen::size() {
    winsize size{};
    const bool known = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 && size.ws_row != 0;
    return known ? Size{size.ws_col, size.ws_row} : usual;
}

// Each line is put where it belongs: one that a terminal takes for wider than we do pushes no other away.
void Screen::draw(const std::vector<std::string>& lines) {
    const auto at = [](std::size_t line) { return "\x1b[" + std::to_string(line + 1) + ";1H"; };
    const auto now = size();
    std::string all;
    if (shown_.empty() || now.columns != size_.columns || now.lines != size_.lines) {
        shown_.clear();
        all = "\x1b[H\x1b[J";
    }
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (i >= shown_.size() || shown_[i] != lines[i])
            all += at(i) + lines[i] + "\x1b[0m\x1b[K";
    if (lines.size() < shown_.size())
        all += at(lines.size()) + "\x1b[J";
    shown_ = lines;
    size_ = now;
    write_all(STDOUT_FILENO, all);
}

} // namespace offline::offlinectl
