#include "sources/windows/adapters.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>

namespace offline::sources {
namespace {

// Ours alone, and larger than nearly every machine's answer.
constexpr std::size_t first_room = std::size_t{16} * 1024;
constexpr ULONG flags =
    GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER | GAA_FLAG_INCLUDE_GATEWAYS;

Adapter adapter_of(const IP_ADAPTER_ADDRESSES& from) {
    Adapter adapter{.index = from.IfIndex,
                    .v6_index = from.Ipv6IfIndex,
                    .name = std::filesystem::path(from.FriendlyName).string(),
                    .up = from.OperStatus == IfOperStatusUp,
                    .loopback = from.IfType == IF_TYPE_SOFTWARE_LOOPBACK};
    for (const auto* each = from.FirstUnicastAddress; each != nullptr; each = each->Next)
        if (each->DadState == IpDadStatePreferred || each->DadState == IpDadStateDeprecated)
            adapter.addresses.push_back(address_of(each->Address.lpSockaddr));
    for (const auto* each = from.FirstGatewayAddress; each != nullptr; each = each->Next)
        adapter.gateways.push_back(address_of(each->Address.lpSockaddr));
    return adapter;
}

} // namespace

bool Adapter::has(const model::Address& address) const {
    return std::ranges::find(addresses, address) != addresses.end();
}

std::optional<std::vector<Adapter>> read_adapters(const NetworkFunctions& windows) {
    if (!windows.adapters)
        return std::nullopt;
    std::vector<std::byte> room(first_room);
    ULONG status = ERROR_BUFFER_OVERFLOW;
    for (int attempt = 0; attempt < 3 && status == ERROR_BUFFER_OVERFLOW; ++attempt) {
        auto size = static_cast<ULONG>(room.size());
        status = windows.adapters(AF_UNSPEC, flags, nullptr,
                                  reinterpret_cast<IP_ADAPTER_ADDRESSES*>(room.data()), &size);
        if (status == ERROR_BUFFER_OVERFLOW)
            room.resize(std::max<std::size_t>(size, room.size() * 2));
    }
    std::vector<Adapter> all;
    if (status == ERROR_NO_DATA)
        return all;
    if (status != NO_ERROR)
        return std::nullopt;
    for (const auto* each = reinterpret_cast<const IP_ADAPTER_ADDRESSES*>(room.data()); each != nullptr;
         each = each->Next)
        all.push_back(adapter_of(*each));
    return all;
}

model::Address address_of(const sockaddr* from) {
    if (from->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, from, sizeof v4);
        return boost::asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (from->sa_family != AF_INET6)
        return boost::asio::ip::address_v4();
    sockaddr_in6 v6{};
    std::memcpy(&v6, from, sizeof v6);
    boost::asio::ip::address_v6::bytes_type bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return boost::asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

} // namespace offline::sources
