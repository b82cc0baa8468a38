#include "history/place.h"

#include <array>
#include <cerrno>
#include <cstdlib>

#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::history {
namespace {

using std::filesystem::path;

path state_home() {
    if (const char* home = std::getenv("XDG_STATE_HOME"); home && path(home).is_absolute())
        return home;
    if (const char* home = std::getenv("HOME"); home && path(home).is_absolute())
        return path(home) / ".local" / "state";
    std::array<char, 4096> room;
    passwd entry{};
    passwd* user = nullptr;
    getpwuid_r(getuid(), &entry, room.data(), room.size(), &user);
    return path(user ? user->pw_dir : "/") / ".local" / "state";
}

std::error_code last_error() { return {errno, std::generic_category()}; }

} // namespace

path own_history() { return state_home() / "offlined" / "history.sqlite"; }

std::error_code make_private_file(const path& file) {
    path made;
    for (const auto& part : file.parent_path()) {
        made /= part;
        if (mkdir(made.c_str(), S_IRWXU) != 0 && errno != EEXIST)
            return last_error();
    }
    // SQLite would make it with the mode that the umask leaves; what it makes beside it has the file's mode.
    const int made_now = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (made_now < 0)
        return last_error();
    close(made_now);
    return {};
}

} // namespace offline::history
