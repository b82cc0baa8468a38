#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

using servers::Say;
using servers::Stall;

// The way to the server stays open; what is lost lies beyond the client's own kernel. Policy: 2 s between
// looks, 1 s for one, three strikes.
class ServiceScenario : public NetTest {};

TEST_F(ServiceScenario, SaysConnectTimeoutWhenTheRouterSilentlyDropsTheServersPackets) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp dropped = now();
    world.router.filter("forward", "drop");
    expect_offline(mail, Reason::connect_timeout, dropped, interval + k_looks);
    expect_no_more_than(1, mail);
}

TEST_F(ServiceScenario, SaysRefusedWhenTheServerProcessEnds) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp ended = now();
    imap.reset();
    expect_offline(mail, Reason::refused, ended, interval + k_looks);
    expect_no_more_than(1, mail);

    imap = world.serve(143, servers::imap());
    EXPECT_EQ(mail.change(2).to, State::online);
    expect_online(mail, now(), 0s);
    expect_no_more_than(2, mail, interval);
}

TEST_F(ServiceScenario, SaysUnreachableWhenTheRouterAnswersHostUnreachable) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    // Between namespaces the router's word comes within the client's own connect(), which cannot heed it; the
    // next one comes with the retransmission, 1 s later. So a look has 2 s here.
    Client mail({.endpoints = {"imap://mail.test"}, .timeout = "2s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp lost = now();
    world.router.sh("ip route add unreachable 203.0.113.9 && ip route add unreachable fd08::9");
    expect_offline(mail, Reason::unreachable, lost, interval + 3 * (2s + 1s));
    expect_no_more_than(1, mail);
}

TEST_F(ServiceScenario, SaysNoGreetingWhenTheServerAcceptsAndNeverSpeaks) {
    MailWorld world;
    const auto identity = world.authority.issue("mail.test");
    const auto imap = world.serve(143, servers::imap());
    const auto encrypted = world.serve(993, servers::imaps(identity));
    Client open({.name = "Open", .endpoints = {"imap://mail.test"}});
    Client closed({.name = "Encrypted", .endpoints = {"imaps://mail.test"}});
    ASSERT_TRUE(open.meets(Reason::ok));
    ASSERT_TRUE(closed.meets(Reason::ok));
    const Stamp silent = now();
    imap->play({Stall{}});
    encrypted->play(servers::encrypted(identity, {Stall{}}));
    expect_offline(open, Reason::no_greeting, silent, interval + k_looks);
    expect_offline(closed, Reason::no_greeting, silent, interval + k_looks);
    expect_no_more_than(1, open);
    expect_no_more_than(1, closed, 0s);
}

TEST_F(ServiceScenario, SaysServiceRefusedWithTheServersWordsWhenItGreetsWithARefusal) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    const auto smtp = world.serve(25, servers::smtp());
    const auto http = world.serve(80, servers::http("204 No Content"));
    Client reading({.name = "Reading", .endpoints = {"imap://mail.test"}});
    Client sending({.name = "Sending", .endpoints = {"smtp://mail.test"}});
    Client browsing({.name = "Browsing", .endpoints = {"http://mail.test"}});
    for (auto* each : {&reading, &sending, &browsing})
        ASSERT_TRUE(each->meets(Reason::ok));
    const Stamp refused = now();
    imap->play({Say{"* BYE too many users\r\n"}});
    smtp->play({Say{"421 4.3.2 closing for repairs\r\n"}});
    http->play(servers::http("503 Back At Noon"));
    constexpr auto limit = interval + k_looks;
    expect_offline(reading, Reason::service_refused, refused, limit, "too many users");
    expect_offline(sending, Reason::service_refused, refused, limit, "closing for repairs");
    expect_offline(browsing, Reason::service_refused, refused, limit, "503 Back At Noon");
    expect_no_more_than(1, reading);
    expect_no_more_than(1, sending, 0s);
    expect_no_more_than(1, browsing, 0s);
}

TEST_F(ServiceScenario, StaysOnlineOrNotWhenOneOfTwoEndpointsDiesAsAnyOrAllIsRequired) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    auto smtp = world.serve(25, servers::smtp());
    Client any({.name = "Any", .endpoints = {"smtp://mail.test", "imap://mail.test"}});
    Client all({.name = "All", .endpoints = {"imap://mail.test", "smtp://mail.test"}, .require = "all"});
    ASSERT_TRUE(any.meets(Reason::ok));
    ASSERT_TRUE(all.meets(Reason::ok));
    const Stamp ended = now();
    smtp.reset();
    expect_offline(all, Reason::refused, ended, interval + k_looks, "port 25");
    expect_no_more_than(1, all);
    expect_no_more_than(0, any, ended + interval + 3s - now());

    // Of two that failed, the one that got further tells why.
    const Stamp silent = now();
    imap->play({Stall{}});
    expect_offline(any, Reason::no_greeting, silent, interval + k_looks);
    expect_no_more_than(1, any);
}

TEST_F(ServiceScenario, IsLookedAtAtOnceWhenAProgramReportsThatItFailed) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}, .interval = "1h"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.router.filter("forward", "drop");
    const Stamp reported = now();
    mail.reports(Met::failed);
    expect_offline(mail, Reason::connect_timeout, reported, k_looks);
    expect_no_more_than(1, mail);
}

TEST_F(ServiceScenario, IsLookedAtAtOnceWhenAProgramReportsThatItCouldWork) {
    MailWorld world;
    auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}, .retry = "1h", .retry_max = "1h"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    imap.reset();
    ASSERT_EQ(mail.change(1).to, State::offline);
    imap = world.serve(143, servers::imap());
    const Stamp reported = now();
    mail.reports(Met::ok);
    expect_online(mail, reported, 1s + timeout);
}

} // namespace
} // namespace offline::net
