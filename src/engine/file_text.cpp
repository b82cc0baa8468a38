#include "engine/file_text.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::engine {
namespace {

using base::Code;
using base::failure;

constexpr std::size_t longest_file = 1 << 20;

} // namespace

base::Result<std::string> read_text(const std::filesystem::path& file) {
    const auto refuse = [&](std::string_view what) {
        return failure(Code::profile_invalid, file.native() + ":1:1: " + std::string(what));
    };
    const auto refuse_errno = [&](int error) {
        return failure(error == EACCES || error == EPERM ? Code::no_permission
                       : error == ENOENT                 ? Code::not_found
                                                         : Code::unexpected,
                       file.native() + " cannot be read: " + std::strerror(error) +
                           "; make it readable, or remove it");
    };
    // O_NONBLOCK: a FIFO of that name must not hold the program up.
    const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return refuse_errno(errno);

    const struct Closer {
        int descriptor;

        ~Closer() { close(descriptor); }
    } closer{descriptor};

    struct stat status {};

    if (fstat(descriptor, &status) != 0)
        return refuse_errno(errno);
    if (!S_ISREG(status.st_mode))
        return refuse("this is no file; expected a profile in TOML");

    std::string text(longest_file + 1, '\0');
    std::size_t length = 0;
    while (length < text.size()) {
        const auto count = read(descriptor, text.data() + length, text.size() - length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return refuse_errno(errno);
        if (count == 0)
            break;
        length += static_cast<std::size_t>(count);
    }
    if (length > longest_file)
        return refuse("the file is too long; expected at most 1 MiB");
    text.resize(length);
    return text;
}

} // namespace offline::engine
