#include "probes/system_names.h"

#include <cerrno>
#include <cstring>

#include <boost/asio/ip/tcp.hpp>
#include <netdb.h>

#include "probes/failed.h"

namespace offline::probes {

SystemResolver::Answer ask_the_system(const std::string& name) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int status = ::getaddrinfo(name.c_str(), nullptr, &hints, &found);
    SystemResolver::Answer answer{.not_found = status == EAI_NONAME || status == EAI_NODATA,
                                  .in_want = status == EAI_MEMORY ||
                                             (status == EAI_SYSTEM && is_want_of_our_own(errno)),
                                  .detail = status == 0 ? "" : ::gai_strerror(status)};
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        asio::ip::tcp::endpoint endpoint;
        endpoint.resize(each->ai_addrlen);
        std::memcpy(endpoint.data(), each->ai_addr, each->ai_addrlen);
        answer.addresses.push_back(endpoint.address());
    }
    if (found != nullptr)
        ::freeaddrinfo(found);
    return answer;
}

} // namespace offline::probes
