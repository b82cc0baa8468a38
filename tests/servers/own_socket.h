#pragma once

#include <cerrno>
#include <system_error>

#include <sys/socket.h>

namespace offline::servers {

/// Opens a socket for that place. Programs that a test starts do not inherit it: those that Asio opens, they
/// would, and a server that has ended would go on listening in them.
template <class Socket>
void open_own(Socket& socket, const typename Socket::endpoint_type& place) {
    const auto protocol = place.protocol();
    const int handle = ::socket(protocol.family(), protocol.type() | SOCK_CLOEXEC, protocol.protocol());
    if (handle < 0)
        throw std::system_error(errno, std::generic_category(), "socket");
    socket.assign(protocol, handle);
}

} // namespace offline::servers
