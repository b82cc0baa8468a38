#include "sources/windows/windows_ways.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

namespace offline::sources {
namespace {

// Addresses for documentation (RFC 5737, RFC 3849): only a default route leads there.
const auto outside = {boost::asio::ip::make_address("192.0.2.1"),
                      boost::asio::ip::make_address("2001:db8::1")};

model::Way unanswered(const model::Way* last) {
    model::Way way =
        last != nullptr ? *last : model::Way{.open = true, .detail = "Windows does not tell the way"};
    way.known = false;
    return way;
}

const Adapter* find(const std::vector<Adapter>& adapters, std::uint32_t index) {
    const auto found = std::ranges::find_if(adapters, [&](const Adapter& each) { return each.is(index); });
    return found == adapters.end() ? nullptr : &*found;
}

model::Way lost(std::uint32_t index, const std::string& name, const Adapter* adapter) {
    return {.link_lost = true,
            .interface_index = index,
            .interface_name = name,
            .detail = name + (adapter != nullptr ? " is not connected" : " is gone")};
}

// A closed way whose adapter was lost stays so when it is asked for again.
model::Way closed(std::string detail, const std::vector<Adapter>& adapters, const model::Way* last) {
    if (last != nullptr && last->interface_index != 0) {
        const auto* const adapter = find(adapters, last->interface_index);
        if (adapter == nullptr || !adapter->up)
            return lost(last->interface_index, last->interface_name, adapter);
    }
    return {.detail = std::move(detail)};
}

SOCKADDR_INET socket_address(const model::Address& address) {
    SOCKADDR_INET out{};
    if (address.is_v4()) {
        out.Ipv4.sin_family = AF_INET;
        out.Ipv4.sin_addr.s_addr = htonl(address.to_v4().to_uint());
        return out;
    }
    const auto bytes = address.to_v6().to_bytes();
    out.Ipv6.sin6_family = AF_INET6;
    std::memcpy(&out.Ipv6.sin6_addr, bytes.data(), bytes.size());
    out.Ipv6.sin6_scope_id = static_cast<ULONG>(address.to_v6().scope_id());
    return out;
}

model::Address address_in(const SOCKADDR_INET& from) {
    return address_of(reinterpret_cast<const sockaddr*>(&from));
}

bool is_link_local(const model::Address& address) {
    return address.is_v4() ? address.to_v4().to_bytes()[0] == 169 && address.to_v4().to_bytes()[1] == 254
                           : address.to_v6().is_link_local();
}

// An address that answers from `to` could come back to.
std::optional<model::Address> usable_source(const Adapter& adapter, const model::Address& to) {
    for (const auto& each : adapter.addresses)
        if (each.is_v4() == to.is_v4() && !each.is_loopback() && (is_link_local(to) || !is_link_local(each)))
            return each;
    return std::nullopt;
}

std::optional<model::Address> gateway_of(const Adapter& adapter, const model::Address& to) {
    const auto found =
        std::ranges::find_if(adapter.gateways, [&](const auto& each) { return each.is_v4() == to.is_v4(); });
    return found == adapter.gateways.end() ? std::nullopt : std::optional(*found);
}

model::Way open_over(const Adapter& adapter, std::uint32_t index, std::optional<model::Address> gateway,
                     std::optional<model::Address> source) {
    const auto detail = (gateway ? "via " + gateway->to_string() + " on " : "on ") + adapter.name;
    return {.open = true,
            .interface_index = index,
            .interface_name = adapter.name,
            .gateway = std::move(gateway),
            .source = std::move(source),
            .detail = detail};
}

bool says_that_there_is_none(ULONG error) {
    return error == ERROR_NETWORK_UNREACHABLE || error == ERROR_HOST_UNREACHABLE ||
           error == ERROR_NOT_FOUND || error == ERROR_FILE_NOT_FOUND || error == ERROR_NO_DATA;
}

} // namespace

WindowsWays::Round::Round(WindowsWays& ways) : ways_(ways) { ++ways_.rounds_; }

WindowsWays::Round::~Round() {
    if (--ways_.rounds_ == 0)
        ways_.of_this_round_.reset();
}

model::Way WindowsWays::to(const model::Destination& there, const model::Way* last) {
    const auto whither = model::plain(there.address);
    const auto all = adapters();
    if (!all)
        return unanswered(last);
    const bool own = std::ranges::any_of(*all, [&](const Adapter& each) { return each.has(whither); });
    if (own || whither.is_loopback())
        return {.open = true, .source = whither, .detail = "this machine itself"};
    const auto [route, answered] = route_to(whither);
    if (!answered)
        return unanswered(last);
    if (!route)
        return closed("no route to " + whither.to_string(), *all, last);
    const auto* const over = find(*all, route->interface_index);
    if (over == nullptr)
        return closed("no route to " + whither.to_string(), *all, last);
    if (!over->up)
        return lost(route->interface_index, over->name, over);
    const auto source = route->source ? route->source : usable_source(*over, whither);
    if (!source)
        return closed("no address on " + over->name + " to send from", *all, last);
    return open_over(*over, route->interface_index, route->gateway, source);
}

model::Way WindowsWays::to_the_internet(const model::Way* last) {
    const auto all = adapters();
    if (!all)
        return unanswered(last);
    for (const auto& address : outside) {
        const auto [route, answered] = route_to(address);
        if (!answered || !route || route->prefix_length > 1)
            continue;
        const auto* const over = find(*all, route->interface_index);
        if (over == nullptr || !over->up)
            continue;
        const auto gateway = route->prefix_length < 0 ? gateway_of(*over, address) : route->gateway;
        const auto source = route->source ? route->source : usable_source(*over, address);
        if (source && (gateway || route->prefix_length >= 0))
            return open_over(*over, route->interface_index, gateway, source);
    }
    return closed("no default route", *all, last);
}

bool WindowsWays::any_interface_usable() {
    const auto all = adapters();
    return !all || std::ranges::any_of(*all, [](const Adapter& adapter) {
        return adapter.up && !adapter.loopback &&
               std::ranges::any_of(adapter.addresses, [](const auto& each) {
                   return !is_link_local(each) && !each.is_loopback();
               });
    });
}

WindowsWays::Routing WindowsWays::route_to(const model::Address& address) const {
    auto to = socket_address(address);
    MIB_IPFORWARD_ROW2 row{};
    SOCKADDR_INET source{};
    const ULONG status = windows_.best_route ? windows_.best_route(nullptr, 0, nullptr, &to, 0, &row, &source)
                                             : static_cast<ULONG>(ERROR_NOT_SUPPORTED);
    if (says_that_there_is_none(status))
        return {std::nullopt, true};
    if (status != NO_ERROR)
        return interface_to(reinterpret_cast<sockaddr*>(&to));
    Route route{.interface_index = row.InterfaceIndex,
                .prefix_length = row.DestinationPrefix.PrefixLength,
                .source = address_in(source)};
    if (const auto next = address_in(row.NextHop); !next.is_unspecified())
        route.gateway = next;
    return {route, true};
}

WindowsWays::Routing WindowsWays::interface_to(sockaddr* address) const {
    DWORD index = 0;
    const DWORD status = windows_.best_interface ? windows_.best_interface(address, &index)
                                                 : static_cast<DWORD>(ERROR_NOT_SUPPORTED);
    if (status == NO_ERROR)
        return {Route{.interface_index = index}, true};
    return {std::nullopt, says_that_there_is_none(status)};
}

std::optional<WindowsWays::Adapters> WindowsWays::adapters() {
    if (rounds_ == 0)
        return read_adapters(windows_);
    if (!of_this_round_)
        of_this_round_ = read_adapters(windows_);
    return of_this_round_;
}

} // namespace offline::sources
