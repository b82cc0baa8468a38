#include "offlinectl/console.h"

#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "offlinectl/text.h"

namespace offline::offlinectl {
namespace {

bool wants_color(const std::string& choice) {
    if (choice != "auto")
        return choice == "always";
    const char* no_color = std::getenv("NO_COLOR"); // no-color.org: set and not empty
    const char* terminal = std::getenv("TERM");
    return isatty(STDOUT_FILENO) && !(no_color && *no_color) && terminal &&
           std::string_view(terminal) != "dumb";
}

} // namespace

std::error_code write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto count = write(descriptor, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN) {
            pollfd room{.fd = descriptor, .events = POLLOUT, .revents = 0};
            poll(&room, 1, -1);
        } else if (errno != EINTR) {
            return {errno, std::generic_category()};
        }
    }
    return {};
}

void keep_standard_descriptors() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (fcntl(descriptor, F_GETFD) < 0)
            open("/dev/null", O_RDONLY); // takes the lowest free number, which is this one
}

Console::Console(const Options& options)
    : json_(options.json), embedded_(options.embedded), colored_(wants_color(options.color)) {}

void Console::print(std::string_view line) {
    const std::string whole = std::string(line) + '\n';
    const std::lock_guard lock(mutex_);
    if (!trouble())
        trouble_ = write_all(STDOUT_FILENO, whole).value();
}

void Console::say(std::string_view what) const {
    write_all(STDERR_FILENO, "offlinectl: " + printable(what) + '\n');
}

} // namespace offline::offlinectl
