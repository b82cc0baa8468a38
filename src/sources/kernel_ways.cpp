#include "sources/kernel_ways.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>

#include <linux/rtnetlink.h>

#include "sources/kernel_traffic.h"
#include "sources/refusal.h"

namespace offline::sources {
namespace {

// Addresses for documentation (RFC 5737, RFC 3849): only a default route leads there.
const auto outside = {boost::asio::ip::make_address("192.0.2.1"),
                      boost::asio::ip::make_address("2001:db8::1")};

bool leads_somewhere(std::uint8_t type) {
    return type == RTN_UNICAST || type == RTN_LOCAL || type == RTN_ANYCAST;
}

std::string trouble(const Link& link, const std::string& name) {
    if (!link.there)
        return name + " is gone";
    return link.up ? "no carrier on " + name : name + " is down";
}

model::Way lost(const Link& link, const std::string& name) {
    return {.link_lost = true,
            .interface_index = link.index,
            .interface_name = name,
            .detail = trouble(link, name)};
}

// Where the interface has no fit address the kernel offers a link-local one, or even that of loopback.
bool answers_could_return(const Route& route, const model::Address& to) {
    if (!route.source)
        return false;
    if (route.type == RTN_LOCAL)
        return true;
    const auto& from = *route.source;
    return !from.is_loopback() &&
           (from.is_v4() || to.to_v6().is_link_local() || !from.to_v6().is_link_local());
}

model::Way open_over(const Link& link, const Route& route, const Hop& hop) {
    model::Way way{.open = true,
                   .interface_index = link.index,
                   .interface_name = link.name,
                   .gateway = hop.gateway,
                   .source = route.source};
    if (route.type == RTN_LOCAL)
        way.detail = "this machine itself";
    else
        way.detail = (hop.gateway ? "via " + hop.gateway->to_string() + " on " : "on ") + link.name;
    return way;
}

} // namespace

base::Result<std::unique_ptr<KernelWays>> KernelWays::open() {
    auto socket = RouteSocket::open();
    if (!socket)
        return socket.error();
    return std::unique_ptr<KernelWays>(new KernelWays(std::move(*socket)));
}

KernelWays::KernelWays(RouteSocket socket) : socket_(std::move(socket)) {}

KernelWays::Round::Round(KernelWays& ways) : Round(ways, {.overrun = true}) {}

KernelWays::Round::Round(KernelWays& ways, const Wake& news) : ways_(ways) {
    ++ways_.rounds_;
    ways_.wait_until_done();
    std::erase_if(ways_.asked_, [&](const Link& link) {
        const bool named = std::ranges::find(news.links, link.index) != news.links.end();
        return news.overrun || named || !link.there;
    });
}

KernelWays::Round::~Round() { --ways_.rounds_; }

model::Way KernelWays::to(const model::Destination& there, const model::Way* last) {
    const auto whither = model::plain(there.address);
    if (whither.is_v6() && whither.to_v6().is_link_local() && whither.to_v6().scope_id() == 0)
        return closed("there is no such interface", last);
    const auto [route, error] = route_to({whither, there.tcp_port}, false);
    if (error != 0)
        return closed(words_of(error, whither.to_string()), last);
    if (!route)
        return unanswered(last);
    const auto over = link(route->hop.interface_index);
    if (!over)
        return unanswered(last);
    if (!over->carries())
        return lost(*over, over->name);
    if (!answers_could_return(*route, whither))
        return closed("no address on " + over->name + " to send from", last);
    return open_over(*over, *route, route->hop);
}

model::Way KernelWays::to_the_internet(const model::Way* last) {
    std::string detail = "no default route";
    for (const auto& address : outside) {
        auto [route, error] = route_to(address, true);
        if (error != 0)
            continue;
        if (!route)
            return unanswered(last);
        if (route->type != RTN_UNICAST || route->prefix_length > 1)
            continue;
        if (route->hops.empty() && route->hop.interface_index == 0) {
            // A next-hop object may hide its hops from the route's own answer.
            const auto chosen = route_to(address, false).route;
            if (chosen)
                route->hop = chosen->hop;
        }
        if (route->hops.empty())
            route->hops.push_back(route->hop);
        for (const auto& hop : route->hops) {
            const auto over = link(hop.interface_index);
            if (!over)
                return unanswered(last);
            if (over->carries())
                return open_over(*over, *route, hop);
            detail = trouble(*over, over->name);
        }
    }
    return closed(std::move(detail), last);
}

bool KernelWays::any_interface_usable() {
    Request room;
    std::vector<std::uint32_t> interfaces;
    const auto answer = socket_.ask(*ask_all_addresses(room), [&](const nlmsghdr& message) {
        const auto index = read_usable_address(message);
        if (index && std::ranges::find(interfaces, *index) == interfaces.end())
            interfaces.push_back(*index);
    });
    if (!answer.complete || answer.torn)
        return true;
    return std::ranges::any_of(interfaces, [&](std::uint32_t index) {
        const auto asked = link(index);
        return !asked || (asked->carries() && !asked->loopback);
    });
}

model::Traffic KernelWays::traffic_with(std::span<const model::Address> addresses, std::uint16_t port) {
    return kernel_traffic(addresses, port);
}

// The kernel tells of a change before it has made it, and answers about routes meanwhile: where an address is
// removed, the routes that go with it are still there, and nothing is told when they are gone. A link is
// answered for when what is under way has been done.
void KernelWays::wait_until_done() {
    constexpr std::uint32_t loopback = 1;
    Request room;
    socket_.ask(*ask_link(room, loopback), [](const nlmsghdr&) {});
}

KernelWays::Routing KernelWays::route_to(const model::Destination& there, bool matched) {
    Request room;
    Routing routing;
    const auto answer = socket_.ask(*ask_route(room, there, matched),
                                    [&](const nlmsghdr& message) { routing.route = read_route(message); });
    if (!answer.complete)
        return {};
    if (denies(answer.error))
        return {.route = std::nullopt, .error = answer.error};
    if (routing.route && !leads_somewhere(routing.route->type))
        return {.route = std::nullopt, .error = error_of_route(routing.route->type)};
    return routing;
}

std::optional<Link> KernelWays::link(std::uint32_t index) {
    const auto known = std::ranges::find(asked_, index, &Link::index);
    if (rounds_ != 0 && known != asked_.end())
        return *known;
    Request room;
    std::optional<Link> found;
    const auto answer =
        socket_.ask(*ask_link(room, index), [&](const nlmsghdr& message) { found = read_link(message); });
    if (!answer.complete)
        return std::nullopt;
    if (answer.error == ENODEV)
        found = Link{.index = index};
    if (found && rounds_ != 0)
        asked_.push_back(*found);
    return found;
}

model::Way KernelWays::closed(std::string detail, const model::Way* last) {
    if (last != nullptr && last->interface_index != 0) {
        const auto over = link(last->interface_index);
        if (over && !over->carries())
            return lost(*over, last->interface_name);
    }
    return {.detail = std::move(detail)};
}

model::Way KernelWays::unanswered(const model::Way* last) {
    model::Way way = last != nullptr ? *last : model::Way{.open = true};
    way.known = false;
    return way;
}

} // namespace offline::sources
