#include "probes/tcp_socket.h"

#include <cerrno>

#include <sys/socket.h>

namespace offline::probes {

using boost::asio::ip::tcp;
using boost::system::error_code;

error_code open_socket(tcp::socket& socket, const tcp& protocol) {
    const int handle = ::socket(protocol.family(), SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (handle < 0)
        return {errno, boost::system::system_category()};
    error_code failed;
    socket.assign(protocol, handle, failed);
    return failed;
}

} // namespace offline::probes
