#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

class ServiceAtTheDefaults : public NetTest {};

TEST_F(ServiceAtTheDefaults, SaysConnectTimeoutWhenTheRouterSilentlyDropsTheServersPackets) {
    MailWorld world;
    const auto imap = world.serve(143, servers::imap());
    Client mail({.endpoints = {"imap://mail.test"},
                 .interval = "5min",
                 .timeout = "10s",
                 .retry = "1s",
                 .retry_max = "60s"});
    ASSERT_TRUE(mail.meets(Reason::ok));
    const Stamp dropped = now();
    world.router.filter("forward", "drop");
    expect_offline(mail, Reason::connect_timeout, dropped, 330s + 3 * (10s + 1s));
    expect_no_more_than(1, mail, 5s);
}

} // namespace
} // namespace offline::net
