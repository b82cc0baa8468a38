#include "history/lifeline.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace offline::history {
namespace {

// Not in the history's own file: to close that in any other way than SQLite does would lose SQLite's locks.
std::filesystem::path beside(const std::filesystem::path& history) {
    auto file = history;
    return file += "-writers";
}

struct flock byte_of(std::int64_t session) {
    struct flock lock {};

    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = session;
    lock.l_len = 1;
    return lock;
}

} // namespace

Lifeline::Lifeline(const std::filesystem::path& history, std::int64_t session)
    : descriptor_(open(beside(history).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    auto lock = byte_of(session);
    if (descriptor_ >= 0 && fcntl(descriptor_, F_OFD_SETLK, &lock) == 0)
        return;
    const int error = errno;
    if (descriptor_ >= 0)
        close(descriptor_);
    throw std::system_error(error, std::generic_category(), beside(history).native());
}

Lifeline::~Lifeline() { close(descriptor_); }

bool Lifeline::held(const std::filesystem::path& history, std::int64_t session) noexcept {
    const int descriptor = open(beside(history).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    auto lock = byte_of(session);
    const bool asked = fcntl(descriptor, F_OFD_GETLK, &lock) == 0;
    close(descriptor);
    return asked && lock.l_type != F_UNLCK;
}

} // namespace offline::history
