#include "metrics/listener.h"

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace offline::metrics {
namespace {

using base::Code;
using base::failure;

constexpr int most_waiting = 16;
constexpr int kind = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK;

sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.native().copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

// Nobody listens at the socket of a process that was killed.
bool is_dead(const std::filesystem::path& path) {
    const int caller = ::socket(AF_UNIX, kind, 0);
    const auto address = address_of(path);
    const bool refused =
        ::connect(caller, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
        errno == ECONNREFUSED;
    ::close(caller);
    return refused;
}

} // namespace

base::Result<std::unique_ptr<Listener>> Listener::open(Place place) {
    std::unique_ptr<Listener> listener(new Listener(std::move(place)));
    const auto listens =
        listener->place_.address ? listener->listen_at_port() : listener->listen_in_file_system();
    if (!listens)
        return listens.error();
    return listener;
}

Listener::~Listener() {
    if (descriptor_ >= 0)
        ::close(descriptor_);

    // Somebody may have put another one in its place.
    struct stat now {};

    if (inode_ != 0 && ::lstat(place_.socket.c_str(), &now) == 0 && now.st_dev == device_ &&
        now.st_ino == inode_)
        ::unlink(place_.socket.c_str());
}

base::Failure Listener::refused() const {
    return failure(Code::unexpected,
                   "no metrics at " + place_.text() + ": " + std::generic_category().message(errno));
}

base::Result<void> Listener::listen_in_file_system() {
    const auto& path = place_.socket;
    if (::mkdir(path.parent_path().c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return refused();

    struct stat there {};

    if (::lstat(path.c_str(), &there) == 0) {
        if (!S_ISSOCK(there.st_mode))
            return failure(Code::unexpected,
                           "no metrics at " + path.native() + ": something that is no socket is there");
        if (!is_dead(path))
            return failure(Code::unexpected,
                           "no metrics at " + path.native() + ": somebody listens there already");
        if (::unlink(path.c_str()) != 0)
            return refused();
    }
    descriptor_ = ::socket(AF_UNIX, kind, 0);
    const auto address = address_of(path);
    // The file gets the socket's mode, so there is no moment at which others may connect.
    if (descriptor_ < 0 || ::fchmod(descriptor_, S_IRUSR | S_IWUSR) != 0 ||
        ::bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return refused();
    if (::lstat(path.c_str(), &there) == 0) {
        device_ = there.st_dev;
        inode_ = there.st_ino;
    }
    if (::listen(descriptor_, most_waiting) != 0)
        return refused();
    return {};
}

base::Result<void> Listener::listen_at_port() {
    auto& address = *place_.address;
    descriptor_ = ::socket(address.protocol().family(), kind, 0);
    const int yes = 1; // connections of a daemon before may linger
    if (descriptor_ < 0 || ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        ::bind(descriptor_, address.data(), static_cast<socklen_t>(address.size())) != 0 ||
        ::listen(descriptor_, most_waiting) != 0)
        return refused();
    auto length = static_cast<socklen_t>(address.capacity());
    if (::getsockname(descriptor_, address.data(), &length) == 0)
        address.resize(length);
    return {};
}

int Listener::family() const noexcept {
    return place_.address ? place_.address->protocol().family() : AF_UNIX;
}

int Listener::take_descriptor() noexcept { return std::exchange(descriptor_, -1); }

} // namespace offline::metrics
