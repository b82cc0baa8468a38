#include "probes/tcp_socket.h"

#include <windows.h>

namespace offline::probes {

using boost::asio::ip::tcp;
using boost::system::error_code;

error_code open_socket(tcp::socket& socket, const tcp& protocol) {
    error_code failed;
    socket.open(protocol, failed);
    if (!failed)
        ::SetHandleInformation(reinterpret_cast<HANDLE>(SOCKET{socket.native_handle()}), HANDLE_FLAG_INHERIT,
                               0);
    return failed;
}

} // namespace offline::probes
