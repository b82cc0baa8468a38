#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

using servers::Script;

Script log_in_first() { return servers::http("302 Found", "Location: http://login.portal.test/\r\n"); }

// The router is a captive portal's, and answers in everybody's place until somebody logs in. Policy: 2 s
// between looks, 1 s for one, three strikes.
class PortalScenario : public NetTest {};

TEST_F(PortalScenario, SaysCaptivePortalWhenEveryNameIsItsOwnAndOtherPortsAreClosedOrHaveItsCertificate) {
    MailWorld world;
    servers::Certificates stranger;
    const auto good = world.authority.issue("mail.test");
    const auto imaps = world.serve(993, servers::imaps(good));
    const auto site = world.serve(80, servers::http("200 OK"));
    const auto pop3 = world.serve(110, servers::pop3());
    const auto smtp = world.serve(25, servers::smtp());
    const auto page = serve_at(world.router, 80, log_in_first());
    const auto posing = serve_at(world.router, 993, servers::imaps(stranger.issue("login.portal.test")));
    world.router.filter("in", "tcp dport 25 drop");
    world.names->host("mail.test", {"192.168.7.1"});

    const Stamp began = now();
    Client posed({.name = "Its certificate", .endpoints = {"imaps://mail.test"}});
    Client web({.name = "The web itself", .endpoints = {"http://mail.test"}});
    Client closed({.name = "Closed", .endpoints = {"pop3://mail.test"}});
    Client silent({.name = "Silent", .endpoints = {"smtp://mail.test"}});
    const auto all = {&posed, &web, &closed, &silent};
    for (auto* each : all)
        expect_offline(*each, Reason::captive_portal, began, first_look, "login.portal.test");
    expect_no_more_than(1, posed);

    // Somebody logs in.
    const Stamp logged_in = now();
    world.names->host("mail.test", {"203.0.113.9"});
    for (auto* each : all) {
        EXPECT_EQ(each->change(2).to, State::online);
        expect_online(*each, logged_in, interval + 2 * timeout);
    }
    expect_no_more_than(2, posed, 500ms);
    for (auto* each : all)
        expect_no_more_than(2, *each, 0s);
}

TEST_F(PortalScenario, SaysCaptivePortalWhenTheRouterRedirectsEveryConnection) {
    MailWorld world;
    servers::Certificates stranger;
    const auto page = serve_at(world.router, 8080, log_in_first());
    const auto confused = serve_at(world.router, 8143, {servers::Say{"HTTP/1.1 400 Bad Request\r\n\r\n"}});
    const auto posing =
        serve_at(world.router, 8443, servers::https(stranger.issue("login.portal.test"), "200 OK"));
    world.router.sh("nft 'add table inet portal; add chain inet portal pre "
                    "{ type nat hook prerouting priority -100; }; "
                    "add rule inet portal pre tcp dport 80 redirect to :8080; "
                    "add rule inet portal pre tcp dport 143 redirect to :8143; "
                    "add rule inet portal pre tcp dport { 443, 993 } redirect to :8443'");
    const Stamp began = now();
    Client encrypted({.name = "Encrypted", .endpoints = {"imaps://mail.test"}});
    Client open({.name = "Open", .endpoints = {"imap://mail.test"}});
    Client web({.name = "Web", .endpoints = {"https://mail.test"}});
    for (auto* each : {&encrypted, &open, &web})
        expect_offline(*each, Reason::captive_portal, began, first_look, "login.portal.test");
    for (auto* each : {&encrypted, &open, &web})
        expect_no_more_than(1, *each, 500ms);
}

TEST_F(PortalScenario, SaysCaptivePortalAtTheFirstLookWhenTheLogInHasRunOut) {
    MailWorld world;
    servers::Certificates stranger;
    const auto imaps = world.serve(993, servers::imaps(world.authority.issue("mail.test")));
    Client mail({.endpoints = {"imaps://mail.test"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const auto page = serve_at(world.router, 80, servers::http("511 Network Authentication Required"));
    const auto posing = serve_at(world.router, 993, servers::imaps(stranger.issue("login.portal.test")));
    const Stamp ran_out = now();
    world.names->host("mail.test", {"192.168.7.1"});
    expect_offline(mail, Reason::captive_portal, ran_out, first_look, "log-in");
    expect_no_more_than(1, mail);
}

} // namespace
} // namespace offline::net
