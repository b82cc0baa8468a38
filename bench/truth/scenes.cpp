#include "truth/scenes.h"

#include <memory>

#include "net/loss.h"

namespace offline::bench {
namespace {

using namespace net;
using Outcomes = std::vector<Outcome>;

const Account at_the_router{"imap", "192.168.7.1", 143};
const Account beyond{"imap", "203.0.113.9", 143};
const Account named{"imap", "mail.test", 143};
const Account encrypted{"imaps", "mail.test", 993};
const Account at_the_office{"imap", "10.9.0.9", 143};

template <const Loss& loss>
Outcomes lose(Audience& audience) {
    RoutingWorld world;
    audience.watch(beyond, {beyond.host, world.server});
    return audience.judge(loss.lose(world));
}

Outcomes default_route_removed_from_a_lan(Audience& audience) {
    RoutingWorld world;
    audience.watch(at_the_router, {at_the_router.host, world.router});
    return audience.judge(world.remove_default_route());
}

Outcomes server_ends(Audience& audience) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    audience.watch(named, {named.host, world.server});
    const Stamp ended = now();
    imap.reset();
    return audience.judge(ended);
}

Outcomes server_hangs(Audience& audience) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    audience.watch(named, {named.host, world.server});
    const Stamp hung = now();
    imap->play({servers::Stall{}});
    return audience.judge(hung);
}

Outcomes router_drops(Audience& audience) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    audience.watch(named, {named.host, world.server});
    const Stamp dropped = now();
    world.router.filter("forward", "drop");
    return audience.judge(dropped);
}

Outcomes log_in_runs_out(Audience& audience) {
    MailWorld world;
    servers::Certificates stranger;
    const auto imaps = world.serve(993, servers::imaps(world.authority.issue("mail.test")));
    audience.watch(encrypted, {encrypted.host, world.server});
    const auto page = serve_at(world.router, 80, servers::http("511 Network Authentication Required"));
    const auto posing = serve_at(world.router, 993, servers::imaps(stranger.issue("login.portal.test")));
    const Stamp ran_out = now();
    world.names->host("mail.test", {"192.168.7.1"});
    return audience.judge(ran_out);
}

// An office behind a tunnel, in a world that has a way out of its own.
struct Office : RoutingWorld {
    Office() : gateway(world.host("gateway").forwards()), office(world.host("office")) {
        world.cable(gateway, "10.9.0.1/24", office, "10.9.0.9/24");
        office.add_route("default", "10.9.0.1");
        imap = serve_at(office, 143, servers::imap());
        tunnel = &world.cable(client(), "10.8.0.2/24", gateway, "10.8.0.1/24");
        client().add_route("10.9.0.0/24", "10.8.0.1");
    }

    Host& gateway;
    Host& office;
    Cable* tunnel = nullptr;
    std::unique_ptr<servers::ScriptedServer> imap;
};

Outcomes tunnel_vanishes_under_the_office(Audience& audience) {
    Office world;
    audience.watch(at_the_office, {beyond.host, world.server});
    return audience.judge(world.tunnel->vanish());
}

Outcomes tunnel_vanishes_beside_home(Audience& audience) {
    Office world;
    audience.watch(beyond, {beyond.host, world.server});
    return audience.judge(world.tunnel->vanish());
}

Outcomes ipv6_dies(Audience& audience) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    audience.watch(named, {named.host, world.server});
    const Stamp died = now();
    world.router.filter("forward", "ip6 daddr fd08::9 drop");
    return audience.judge(died);
}

Outcomes server_is_back(Audience& audience) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    audience.watch(named, {named.host, world.server});
    imap.reset();
    audience.settle(State::offline);
    const Stamp began = now();
    imap = world.serve(143, servers::imap());
    return audience.judge(began);
}

Outcomes link_is_back(Audience& audience) {
    RoutingWorld world;
    audience.watch(beyond, {beyond.host, world.server});
    world.card().down();
    audience.settle(State::offline);
    const Stamp plugged = world.card().up();
    if (audience.keeper() == Keeper::nobody)
        world.add_default_route();
    return audience.judge(plugged);
}

Outcomes lan_without_a_way_out(Audience& audience) {
    RoutingWorld world;
    audience.watch(at_the_router, {at_the_router.host, world.router});
    world.card().down();
    audience.settle(State::offline);
    return audience.judge(world.card().up());
}

} // namespace

const std::vector<Scene>& scenes() {
    using enum State;
    constexpr bool by_all = true;
    constexpr bool by_nobody = false; // NetworkManager puts back a route that is taken from its card
    static const std::vector<Scene> all{
        {link_down.name, online, offline, by_all, lose<link_down>},
        {carrier_lost.name, online, offline, by_all, lose<carrier_lost>},
        {address_removed.name, online, offline, by_all, lose<address_removed>},
        {default_route_removed.name, online, offline, by_nobody, lose<default_route_removed>},
        {"default route removed, account on the LAN", online, online, by_nobody,
         default_route_removed_from_a_lan},
        {"server process ends", online, offline, by_all, server_ends},
        {"server accepts and never speaks", online, offline, by_all, server_hangs},
        {"router drops silently", online, offline, by_all, router_drops},
        {"captive portal: the log-in runs out", online, offline, by_all, log_in_runs_out},
        {"tunnel vanishes, account behind it", online, offline, by_all, tunnel_vanishes_under_the_office},
        {"tunnel vanishes, account elsewhere", online, online, by_all, tunnel_vanishes_beside_home},
        {"IPv6 advertised but dead", online, online, by_all, ipv6_dies},
        {"server back", offline, online, by_all, server_is_back},
        {"link back, with its default route", offline, online, by_all, link_is_back},
        {"link back, no default route, account on the LAN", offline, online, by_nobody,
         lan_without_a_way_out},
    };
    return all;
}

} // namespace offline::bench
