#include <string>

#include <dlfcn.h>
#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"
#include "servers/sandbox.h"

namespace offline::net {
namespace {

using servers::Manner;
using servers::RecordType;

// Policy: 2 s between looks, 1 s for one, three strikes; where a row says "within 1 s", the defaults' 10 s
// for a look, so that nothing hides behind a time-out.
class NamesScenario : public NetTest {};

TEST_F(NamesScenario, SaysDnsFailedWhenTheNameServerIsDead) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    const auto expect_dns_failed = [](const std::string& how) {
        SCOPED_TRACE(how);
        const Stamp began = now();
        Client mail({.name = how, .endpoints = {"imap://mail.test"}});
        expect_offline(mail, Reason::dns_failed, began, timeout, "192.168.7.1");
        expect_no_more_than(1, mail);
    };
    world.names->behave(Manner::server_failure);
    expect_dns_failed("Fails");
    world.names->behave(Manner::garbage);
    expect_dns_failed("Talks nonsense");
    world.names.reset();
    expect_dns_failed("Ended");
    world.router.filter("in", "drop");
    expect_dns_failed("Silent");
    world.router.heal();
}

TEST_F(NamesScenario, SaysDnsNotFoundWhenTheNameDoesNotExist) {
    MailWorld world;
    const Stamp began = now();
    Client mail({.endpoints = {"imap://nowhere.test"}});
    expect_offline(mail, Reason::dns_not_found, began, timeout, "nowhere.test");
    expect_no_more_than(1, mail);

    const auto imap = world.serve(143, servers::imap());
    world.names->host("nowhere.test", {"203.0.113.9"});
    EXPECT_EQ(mail.change(2).to, State::online);
    expect_no_more_than(2, mail, 500ms);
}

TEST_F(NamesScenario, LooksAgainSoonWhenANetworkComesThatMayKnowTheName) {
    MailWorld world;
    Client mail({.endpoints = {"imap://nowhere.test"}, .retry_max = "60s"});
    EXPECT_EQ(mail.change(1).to, State::offline);
    expect_no_more_than(1, mail, 8s); // looks are some seconds apart by now
    const auto imap = world.serve(143, servers::imap());
    const Stamp came = now();
    world.names->host("nowhere.test", {"203.0.113.9"});
    world.world.client().sh("ip link add office type veth peer name there && ip link set office up");
    expect_online(mail, came, 1s + timeout + noise);
}

TEST_F(NamesScenario, IsBackSoonThoughTheFirstQuestionsOverTheNewWayAreLost) {
    MailWorld world(MailWorld::Families::v4);
    const auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}, .timeout = "10s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.world.client().remove_route("default", "192.168.7.1");
    ASSERT_EQ(mail.change(1).to, State::offline);
    world.router.filter("in", "udp dport 53 numgen inc mod 1000000 < 2 drop"); // for A and for AAAA
    const Stamp back = world.world.client().add_route("default", "192.168.7.1");
    EXPECT_LT(mail.change(2).statechange - back, 900ms) << "a second, where nobody thinks of the new way";
    EXPECT_EQ(mail.state(), State::online);
}

TEST_F(NamesScenario, KeepsAServerOnlineWhoseAddressIsKnownWhenItsNameCannotBeFoundAnyMore) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}, .interval = "1s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const auto expect_it_goes_on = [&](const std::string& how) {
        SCOPED_TRACE(how);
        EXPECT_TRUE(imap->met(imap->connections() + 2));
        expect_no_more_than(0, mail, 100ms);
    };
    world.names->forget("mail.test");
    expect_it_goes_on("the name is gone");
    world.names->behave(Manner::silent);
    expect_it_goes_on("the name server is dead");

    const Stamp ended = now();
    imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    expect_no_more_than(1, mail);
}

TEST_F(NamesScenario, IsOnlineWhenTheNameIsKnownOnlyToEtcHosts) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    world.world.known_host("203.0.113.9", "listed.test");
    const Stamp began = now();
    Client mail({.endpoints = {"imap://listed.test"}, .timeout = "10s"});
    expect_online(mail, began, 1s);
    expect_no_more_than(0, mail);
}

TEST_F(NamesScenario, IsOnlineWhenTheNameIsKnownOnlyToAnotherNssModule) {
    // The C library takes a module that is loaded already.
    ASSERT_NE(dlopen(NSS_MODULE, RTLD_NOW), nullptr) << dlerror();
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    servers::Sandbox::nsswitch("hosts: files dns offlinetest\n");
    const Stamp began = now();
    Client mail({.endpoints = {"imap://known-elsewhere.test"}, .timeout = "10s"});
    expect_online(mail, began, 1s);
    expect_no_more_than(0, mail);
}

TEST_F(NamesScenario, IsOnlineWhenTheNameServerNeverAnswersQueriesOfOneKind) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    for (const auto silent : {RecordType::aaaa, RecordType::a}) {
        world.names->behave(Manner::truthful);
        world.names->behave(Manner::silent, silent);
        const Stamp began = now();
        Client mail({.name = silent == RecordType::aaaa ? "No AAAA" : "No A",
                     .endpoints = {"imap://mail.test"},
                     .timeout = "10s"});
        expect_online(mail, began, 1s);
        expect_no_more_than(0, mail);
    }
}

TEST_F(NamesScenario, StaysOrReturnsOnlineWhenTheServerMovesToAnotherAddress) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    world.names->host("mail.test", {"203.0.113.9"});
    Client mail({.endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp moved = now();
    world.server.sh("ip address add 203.0.113.10/24 dev eth0");
    world.router.filter("forward", "ip daddr 203.0.113.9 drop");
    world.names->host("mail.test", {"203.0.113.10"});
    const auto met = imap->connections();
    EXPECT_TRUE(imap->met(met + 1)) << "a look at the new address";
    EXPECT_LT(now() - moved, interval + 2 * timeout + noise);
    expect_online(mail, now(), timeout);
    EXPECT_LE(mail.changes(), 2u);
}

} // namespace
} // namespace offline::net
