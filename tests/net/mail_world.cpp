#include "net/mail_world.h"

#include <gmock/gmock.h>

namespace offline::net {

MailWorld::MailWorld(Families families)
    : router(world.host("router").forwards()), server(world.host("server")) {
    auto& client = world.client();
    const bool v4 = families != Families::v6;
    const bool v6 = families != Families::v4;
    const std::string near = std::string(v4 ? "192.168.7.2/24 " : "") + (v6 ? "fd07::2/64" : "");
    const std::string far = std::string(v4 ? "192.168.7.1/24 " : "") + (v6 ? "fd07::1/64" : "");
    world.cable(client, near, router, far);
    world.cable(router, "203.0.113.1/24 fd08::1/64", server, "203.0.113.9/24 fd08::9/64");
    server.add_route("default", "203.0.113.1");
    server.add_route("default", "fd08::1");
    if (v4)
        client.add_route("default", "192.168.7.1");
    if (v6)
        client.add_route("default", "fd07::1");
    authority.trust();

    const std::string name_server = v4 ? "192.168.7.1" : "fd07::1";
    router.run([&] { names.emplace(name_server); });
    names->host("mail.test", {"203.0.113.9", "fd08::9"});
    world.name_servers({name_server});
}

std::unique_ptr<servers::ScriptedServer> MailWorld::serve(std::uint16_t port, servers::Script script) {
    return serve_at(server, port, std::move(script));
}

std::unique_ptr<servers::ScriptedServer> serve_at(Host& host, std::uint16_t port, servers::Script script) {
    using servers::ScriptedServer;
    return host.run([&] {
        return std::make_unique<ScriptedServer>(std::move(script), ScriptedServer::Place{.port = port});
    });
}

void expect_offline(Client& mail, Reason reason, Stamp since, std::chrono::nanoseconds limit,
                    const std::string& words) {
    const auto change = mail.change(1, limit + noise);
    EXPECT_EQ(change.to, State::offline);
    EXPECT_LT(change.statechange - since, limit + noise);
    EXPECT_EQ(mail.state(), State::offline);
    EXPECT_EQ(word(mail.reason()), word(reason)) << mail.detail();
    EXPECT_THAT(mail.detail(), testing::HasSubstr(words));
}

void expect_online(Client& mail, Stamp since, std::chrono::nanoseconds limit) {
    EXPECT_TRUE(mail.meets(Reason::ok, since + limit + noise - now()))
        << word(mail.reason()) << ": " << mail.detail();
    EXPECT_EQ(mail.state(), State::online);
}

void expect_no_more_than(std::size_t changes, Client& mail, std::chrono::nanoseconds time) {
    EXPECT_TRUE(mail.hears_nothing_for(time)) << word(mail.reason()) << ": " << mail.detail();
    EXPECT_EQ(mail.changes(), changes);
}

} // namespace offline::net
