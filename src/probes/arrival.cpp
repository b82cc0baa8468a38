#include "probes/arrival.h"

#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace offline::probes {

bool bytes_came_within(std::chrono::milliseconds time, std::intptr_t socket) {
    tcp_info info{};
    socklen_t size = sizeof info;
    return ::getsockopt(static_cast<int>(socket), IPPROTO_TCP, TCP_INFO, &info, &size) == 0 &&
           info.tcpi_bytes_received > 0 && std::chrono::milliseconds(info.tcpi_last_data_recv) < time;
}

} // namespace offline::probes
