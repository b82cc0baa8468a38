#include "programs/ear.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace offline::programs {

Ear::Ear(std::filesystem::path place) : place_(std::move(place)) {
    ::mkfifo(place_.c_str(), 0600);
    descriptor_ = ::open(place_.c_str(), O_RDWR | O_CLOEXEC); // never at its end, though writers come and go
}

Ear::~Ear() { ::close(descriptor_); }

std::optional<std::string> Ear::line() {
    constexpr int patience_ms = 60'000;
    for (;;) {
        if (const auto end = heard_.find('\n'); end != std::string::npos) {
            auto first = heard_.substr(0, end);
            heard_.erase(0, end + 1);
            return first;
        }
        pollfd readable{.fd = descriptor_, .events = POLLIN, .revents = 0};
        std::array<char, 4096> part{};
        if (::poll(&readable, 1, patience_ms) <= 0)
            return std::nullopt;
        const auto count = ::read(descriptor_, part.data(), part.size());
        if (count > 0)
            heard_.append(part.data(), static_cast<std::size_t>(count));
    }
}

bool has_ended(int process) {
    constexpr int patience_ms = 60'000;
    const int watched = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    if (watched < 0)
        return errno == ESRCH;
    pollfd ended{.fd = watched, .events = POLLIN, .revents = 0};
    const int count = ::poll(&ended, 1, patience_ms);
    ::close(watched);
    return count == 1;
}

} // namespace offline::programs
