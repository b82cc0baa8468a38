#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

// Policy: 2 s between looks, 1 s for one, three strikes.
class TlsScenario : public NetTest {};

TEST_F(TlsScenario, SaysTlsCertificateAndWhichFaultItHasAtTheFirstLook) {
    MailWorld world;
    servers::Certificates stranger;
    const auto old = world.serve(993, servers::imaps(world.authority.issue("mail.test", servers::expired)));
    const auto other = world.serve(465, servers::smtps(world.authority.issue("other.test")));
    const auto unknown = world.serve(995, servers::pop3s(stranger.issue("mail.test")));
    const Stamp began = now();
    Client expired({.name = "Expired", .endpoints = {"imaps://mail.test"}});
    Client wrong_name({.name = "Wrong name", .endpoints = {"smtps://mail.test"}});
    Client unknown_issuer({.name = "Unknown issuer", .endpoints = {"pop3s://mail.test"}});
    expect_offline(expired, Reason::tls_certificate, began, timeout, "expired");
    expect_offline(wrong_name, Reason::tls_certificate, began, timeout, "other.test");
    expect_offline(unknown_issuer, Reason::tls_certificate, began, timeout, "issuer is unknown");
    expect_no_more_than(1, expired);
    expect_no_more_than(1, wrong_name, 0s);
    expect_no_more_than(1, unknown_issuer, 0s);
}

TEST_F(TlsScenario, TakesOneLookToSeeThatTheServersCertificateHasExpiredMeanwhile) {
    MailWorld world;
    const auto https = world.serve(443, servers::https(world.authority.issue("mail.test"), "200 OK"));
    const auto imap = world.serve(143, servers::imap(world.authority.issue("mail.test")));
    Client site({.name = "Site", .endpoints = {"https://mail.test"}});
    Client upgraded({.name = "Upgraded", .endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(site.meets(Reason::ok));
    ASSERT_TRUE(upgraded.meets(Reason::ok));
    const auto expired = world.authority.issue("mail.test", servers::expired);
    const Stamp changed = now();
    https->play(servers::https(expired, "200 OK"));
    imap->play(servers::imap(expired));
    expect_offline(site, Reason::tls_certificate, changed, first_look, "expired");
    expect_offline(upgraded, Reason::tls_certificate, changed, first_look, "expired");
    expect_no_more_than(1, site);
    expect_no_more_than(1, upgraded, 0s);
}

TEST_F(TlsScenario, SaysTlsTimeoutWhenTheHandshakeHangsBecauseLargePacketsAreLost) {
    MailWorld world;
    const auto imaps = world.serve(993, servers::imaps(world.authority.issue("mail.test")));
    const auto imap = world.serve(143, servers::imap(world.authority.issue("mail.test")));
    Client encrypted({.name = "Encrypted", .endpoints = {"imaps://mail.test"}});
    Client upgraded({.name = "Upgraded", .endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(encrypted.meets(Reason::ok));
    ASSERT_TRUE(upgraded.meets(Reason::ok));
    const Stamp lost = now();
    world.router.filter("forward", "meta length > 600 drop"); // a ServerHello with its certificate is longer
    expect_offline(encrypted, Reason::tls_timeout, lost, interval + k_looks);
    expect_offline(upgraded, Reason::tls_timeout, lost, interval + k_looks);
    expect_no_more_than(1, encrypted);
    expect_no_more_than(1, upgraded, 0s);
}

} // namespace
} // namespace offline::net
