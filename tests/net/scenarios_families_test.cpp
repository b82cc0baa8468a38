#include <string>

#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

using Families = MailWorld::Families;

// Policy: 2 s between looks, three strikes, and the defaults' 10 s for a look, so that nothing hides behind a
// time-out.
class FamiliesScenario : public NetTest {};

TEST_F(FamiliesScenario, IsOnlineWithoutAFullTimeOutWhenIpv6IsAdvertisedButDead) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    const auto expect_it_works = [](const std::string& how) {
        SCOPED_TRACE(how);
        const Stamp began = now();
        Client mail({.name = how, .endpoints = {"imap://mail.test"}, .timeout = "10s"});
        expect_online(mail, began, 1s);
        expect_no_more_than(0, mail, 500ms);
    };
    world.router.filter("forward", "ip6 daddr fd08::9 drop");
    expect_it_works("Dropped");
    world.router.heal();
    world.router.filter("forward", "ip6 daddr fd08::9 meta l4proto tcp reject with tcp reset");
    expect_it_works("Refused");
    world.router.heal();
    world.router.sh("ip route add unreachable fd08::9");
    expect_it_works("Unreachable");
    world.world.client().sh("ip route add blackhole fd08::9");
    expect_it_works("No route");
}

TEST_F(FamiliesScenario, StaysOnlineWhenIpv6Dies) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"}});
    ASSERT_TRUE(mail.meets(Reason::ok));
    world.router.filter("forward", "ip6 daddr fd08::9 drop");
    EXPECT_TRUE(imap->met(imap->connections() + 2));
    expect_no_more_than(0, mail, 100ms);
}

TEST_F(FamiliesScenario, IsOnlineWithIpv6Only) {
    MailWorld world(Families::v6);
    const auto imap = world.serve(143, servers::imap());
    const Stamp began = now();
    Client mail({.endpoints = {"imap://mail.test"}, .timeout = "10s"});
    expect_online(mail, began, 1s);
    expect_no_more_than(0, mail);
}

TEST_F(FamiliesScenario, IsOnlineWithIpv4Only) {
    MailWorld world(Families::v4);
    const auto imap = world.serve(143, servers::imap());
    const Stamp began = now();
    Client mail({.endpoints = {"imap://mail.test"}, .timeout = "10s"});
    expect_online(mail, began, 1s);
    expect_no_more_than(0, mail);
}

} // namespace
} // namespace offline::net
