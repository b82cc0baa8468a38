#include <fstream>
#include <string>

#include <gmock/gmock.h>

#include "net/mail_world.h"
#include "net/net_test.h"

namespace offline::net {
namespace {

using servers::Drip;
using servers::Flood;
using servers::Say;
using servers::Script;

// The most memory that this process ever had at once, in KiB.
long most_memory() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (long kib = 0; word == "VmHWM:" && status >> kib)
            return kib;
    return 0;
}

// Policy: 2 s between looks, 1 s for one, three strikes.
class ProtocolScenario : public NetTest {};

TEST_F(ProtocolScenario, SaysProtocolAtTheFirstLookAndKeepsItsMemoryWhenAPortAnswersSomethingElse) {
    MailWorld world;
    const auto identity = world.authority.issue("mail.test");
    const auto imap = world.serve(143, servers::imap());
    const auto smtp = world.serve(25, servers::smtp());
    const auto pop3 = world.serve(110, servers::pop3());
    const auto http = world.serve(80, servers::http("200 OK"));
    const auto imaps = world.serve(993, servers::imaps(identity));
    Client another({.name = "Another protocol", .endpoints = {"imap://mail.test"}});
    Client garbage({.name = "Garbage", .endpoints = {"smtp://mail.test"}});
    Client endless({.name = "Endless line", .endpoints = {"pop3://mail.test"}});
    Client flooded({.name = "Endless lines", .endpoints = {"http://mail.test"}});
    Client plain({.name = "Not encrypted", .endpoints = {"imaps://mail.test"}});
    const auto all = {&another, &garbage, &endless, &flooded, &plain};
    for (auto* each : all)
        ASSERT_TRUE(each->meets(Reason::ok));

    const long before = most_memory();
    const Stamp changed = now();
    imap->play({Say{"SSH-2.0-OpenSSH_9.2\r\n"}});
    smtp->play({Say{std::string("\0\x01\xff\xfe\x80 garbage \x7f\r\n", 16)}});
    pop3->play({Flood{std::string(65536, '+')}});
    http->play({Say{"HTTP/1.1 200 OK\r\n"}, Flood{"X-More: " + std::string(4096, 'x') + "\r\n"}});
    imaps->play(servers::imap());
    for (auto* each : all)
        expect_offline(*each, Reason::protocol, changed, first_look);
    expect_no_more_than(1, another);
    for (auto* each : all)
        expect_no_more_than(1, *each, 0s);
    EXPECT_LT(most_memory() - before, 64 * 1024);
}

TEST_F(ProtocolScenario, GivesATalkerThatNeverEndsTwiceTheTimeOnceAndThenUp) {
    MailWorld world;
    const auto imap = world.serve(143, {Drip{std::string(100'000, '*'), 50ms}});
    const Stamp began = now();
    Client mail({.endpoints = {"imap://mail.test"}});
    expect_offline(mail, Reason::protocol, began, timeout + 2 * timeout, "not finished in time");
    expect_no_more_than(1, mail);
    EXPECT_TRUE(imap->met(2));
}

TEST_F(ProtocolScenario, BelievesNoServerThatOffersEncryptionAndThenLies) {
    MailWorld world;
    const std::string offer = "* CAPABILITY IMAP4rev1 STARTTLS\r\n{tag} OK done\r\n";
    const auto talks_on = [&](const std::string& agreed) -> Script {
        return {Say{"* OK ready\r\n"}, servers::Serve{{{"CAPABILITY", offer}, {"STARTTLS", agreed, true}}},
                servers::Stall{}};
    };
    const auto injecting = world.serve(143, talks_on("{tag} OK begin\r\n* OK already said in the clear\r\n"));
    const auto plain = world.serve(144, talks_on("{tag} OK begin\r\nthis is no handshake at all\r\n"));
    const auto mute = world.serve(145, talks_on("{tag} OK begin\r\n"));
    const Stamp began = now();
    Client injected({.name = "Injected", .endpoints = {"imap://mail.test"}});
    Client unencrypted({.name = "Unencrypted", .endpoints = {"imap://mail.test:144"}});
    Client stalled({.name = "Stalled", .endpoints = {"imap://mail.test:145"}});
    expect_offline(injected, Reason::protocol, began, timeout);
    expect_offline(unencrypted, Reason::protocol, began, timeout);
    expect_offline(stalled, Reason::tls_timeout, began, timeout + 2 * timeout);
    for (auto* each : {&injected, &unencrypted, &stalled})
        expect_no_more_than(1, *each, 500ms);
}

} // namespace
} // namespace offline::net
