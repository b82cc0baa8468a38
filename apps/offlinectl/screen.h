#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <termios.h>

namespace offline::offlinectl {

/// The whole terminal that stdout is, drawn on line by line, while what stood there waits behind it and what
/// is typed is not shown: the destructor brings it back. Threads: one.
class Screen {
public:
    struct Size {
        std::size_t columns, lines;
    };

    /// Whether stdout is a terminal that can be drawn on.
    static bool is_there();

    Screen() { enter(); }

    ~Screen() { leave(); }

    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    static Size size();

    /// The lines, the first at the top, in the place of those that were drawn before; what did not change is
    /// not written again. None is longer than the terminal is wide, and none controls it but by colours.
    void draw(const std::vector<std::string>& lines);

    /// As the destructor does, for as long as the program is stopped.
    void leave();
    void enter();

private:
    bool entered_ = false;
    std::vector<std::string> shown_; ///< empty where nothing is known of the terminal's content
    Size size_{};
    std::optional<termios> before_;
};

} // namespace offline::offlinectl
