#include "probes/name_query.h"

#include <cstddef>
#include <cstring>

#include <boost/asio/ip/tcp.hpp>
#include <iphlpapi.h>

namespace offline::probes {
namespace {

model::Address address_of(const SOCKET_ADDRESS& socket_address) {
    asio::ip::tcp::endpoint endpoint;
    endpoint.resize(static_cast<std::size_t>(socket_address.iSockaddrLength));
    std::memcpy(endpoint.data(), socket_address.lpSockaddr, endpoint.size());
    return endpoint.address();
}

// Those that the system asks: whether a way leads to any of them tells a lost network from a lost name.
std::vector<model::Address> name_servers_of_the_system() {
    constexpr ULONG flags = GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST;
    std::vector<model::Address> servers;
    std::vector<std::byte> room(16 * 1024);
    ULONG status = ERROR_BUFFER_OVERFLOW;
    for (int attempt = 0; attempt < 3 && status == ERROR_BUFFER_OVERFLOW; ++attempt) {
        auto size = static_cast<ULONG>(room.size());
        auto* const first = reinterpret_cast<IP_ADAPTER_ADDRESSES*>(room.data());
        status = ::GetAdaptersAddresses(AF_UNSPEC, flags, nullptr, first, &size);
        room.resize(size);
    }
    if (status != NO_ERROR)
        return servers;
    for (const auto* adapter = reinterpret_cast<const IP_ADAPTER_ADDRESSES*>(room.data()); adapter != nullptr;
         adapter = adapter->Next)
        if (adapter->OperStatus == IfOperStatusUp)
            for (const auto* each = adapter->FirstDnsServerAddress; each != nullptr; each = each->Next)
                servers.push_back(address_of(each->Address));
    return servers;
}

} // namespace

class NameQuery::Channel {
public:
    std::vector<model::Address> name_servers = name_servers_of_the_system();
};

NameQuery::NameQuery(asio::any_io_executor, std::string, std::chrono::milliseconds)
    : channel_(std::make_unique<Channel>()) {}

NameQuery::~NameQuery() = default;

asio::awaitable<void> NameQuery::ask() { co_return; }

asio::awaitable<void> NameQuery::ask_on() { co_return; }

std::vector<model::Address> NameQuery::addresses() const { return {}; }

bool NameQuery::not_found() const { return false; }

std::string NameQuery::detail() const { return "the system's resolver gave no address"; }

const std::vector<model::Address>& NameQuery::name_servers() const { return channel_->name_servers; }

bool NameQuery::in_want() const { return false; }

} // namespace offline::probes
