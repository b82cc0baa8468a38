#include "net/routing_world.h"

#include <algorithm>

#include <gmock/gmock.h>

namespace offline::net {

RoutingWorld::RoutingWorld()
    : router(world.host("router").forwards()),
      server(world.host("server")),
      lan(world.cable(client(), address, router, "192.168.7.1/24")) {
    world.cable(router, "203.0.113.1/24", server, "203.0.113.9/24");
    server.add_route("default", "203.0.113.1");
    add_default_route();
    near_imap = serve_at(router, 143, servers::imap());
    beyond_imap = serve_at(server, 143, servers::imap());
}

void expect_no_route(Client& mail, std::size_t nth, Stamp since) {
    const auto change = mail.change(nth);
    EXPECT_EQ(change.to, State::offline);
    EXPECT_LT(change.statechange - since, at_once);
    EXPECT_EQ(mail.state(), State::offline);
    EXPECT_EQ(mail.reason(), Reason::no_route) << word(mail.reason()) << ": " << mail.detail();
}

void expect_back(Client& mail, std::size_t nth, Stamp since, std::chrono::nanoseconds limit) {
    const auto change = mail.change(nth, std::max<std::chrono::nanoseconds>(limit, Client::patience));
    EXPECT_EQ(change.to, State::online);
    EXPECT_LT(change.statechange - since, limit);
    EXPECT_EQ(mail.state(), State::online);
    EXPECT_EQ(mail.reason(), Reason::ok) << word(mail.reason()) << ": " << mail.detail();
}

} // namespace offline::net
