#include "probes/system_names.h"

#include <cstring>

#include <boost/asio/ip/tcp.hpp>
#include <winsock2.h>
#include <ws2tcpip.h>

#include "probes/failed.h"

namespace offline::probes {
namespace {

std::wstring wide(const std::string& utf8) {
    const int size = static_cast<int>(utf8.size());
    std::wstring text(utf8.size(), L'\0');
    text.resize(static_cast<std::size_t>(
        ::MultiByteToWideChar(CP_UTF8, 0, utf8.data(), size, text.data(), static_cast<int>(text.size()))));
    return text;
}

bool says_that_there_is_none(int status) { return status == WSAHOST_NOT_FOUND || status == WSANO_DATA; }

} // namespace

SystemResolver::Answer ask_the_system(const std::string& name) {
    ADDRINFOW hints{};
    hints.ai_socktype = SOCK_STREAM;
    ADDRINFOW* found = nullptr;
    const int status = ::GetAddrInfoW(wide(name).c_str(), nullptr, &hints, &found);
    SystemResolver::Answer answer{.not_found = says_that_there_is_none(status),
                                  .in_want = status == WSA_NOT_ENOUGH_MEMORY || is_want_of_our_own(status),
                                  .detail =
                                      status == 0 ? "" : boost::system::system_category().message(status)};
    for (const ADDRINFOW* each = found; each != nullptr; each = each->ai_next) {
        asio::ip::tcp::endpoint endpoint;
        endpoint.resize(each->ai_addrlen);
        std::memcpy(endpoint.data(), each->ai_addr, each->ai_addrlen);
        answer.addresses.push_back(endpoint.address());
    }
    if (found != nullptr)
        ::FreeAddrInfoW(found);
    return answer;
}

} // namespace offline::probes
