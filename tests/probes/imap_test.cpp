#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using ImapProbe = Probing;

TEST_F(ImapProbe, IsContentWithAServerThatGreetsAndLeavesByLogout) {
    ScriptedServer server(imap());
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting");
    EXPECT_THAT(seen.detail, HasSubstr("IMAP4rev1 server ready"));
    EXPECT_EQ(seen.address, model::Address(asio::ip::address_v4::loopback()));
    EXPECT_TRUE(server.heard("LOGOUT"));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(ImapProbe, NeverLogsIn) {
    ScriptedServer server(imap());
    look(at("imap", server));
    EXPECT_THAT(server.lines(), Not(Contains(HasSubstr("LOGIN"))));
    EXPECT_THAT(server.lines(), Not(Contains(HasSubstr("AUTH"))));
}

TEST_F(ImapProbe, UpgradesWhereTheServerOffersIt) {
    ScriptedServer server(imap(authority.issue("127.0.0.1")));
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting tls");
    EXPECT_TRUE(server.heard("LOGOUT")) << "after the upgrade, inside TLS";
}

TEST_F(ImapProbe, ChecksTheCertificateOfAnUpgrade) {
    ScriptedServer server(imap(authority.issue("127.0.0.1", expired)));
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, Failed(Reason::tls_certificate));
    EXPECT_EQ(steps(seen), "route connect greeting tls!");
}

TEST_F(ImapProbe, ReportsTlsFailedWhenAnOfferedUpgradeIsRefused) {
    ScriptedServer server(
        {Say{"* OK hello\r\n"}, Serve{{{"CAPABILITY", "* CAPABILITY STARTTLS\r\n{tag} OK\r\n"},
                                       {"STARTTLS", "{tag} NO not today\r\n"}}}});
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, Failed(Reason::tls_failed));
    EXPECT_THAT(seen.detail, HasSubstr("not today"));
}

TEST_F(ImapProbe, DistrustsWhatCameInPlainBeforeTheHandshake) {
    ScriptedServer server(
        {Say{"* OK hello\r\n"}, Serve{{{"CAPABILITY", "* CAPABILITY STARTTLS\r\n{tag} OK\r\n"},
                                       {"STARTTLS", "{tag} OK go\r\n* BYE injected\r\n"}}}});
    EXPECT_THAT(look(at("imap", server)), Failed(Reason::protocol));
}

TEST_F(ImapProbe, TakesAPreauthenticatedGreeting) {
    ScriptedServer server({Say{"* PREAUTH welcome back\r\n"}, Serve{{{"LOGOUT", "{tag} OK\r\n", true}}}});
    EXPECT_THAT(look(at("imap", server)), CameOff());
}

TEST_F(ImapProbe, ReportsServiceRefusedWithTheServersWordsWhenItSaysBye) {
    ScriptedServer server({Say{"* BYE too many users\r\n"}});
    const auto seen = look(at("imap", server));
    EXPECT_THAT(seen, Failed(Reason::service_refused));
    EXPECT_THAT(seen.detail, HasSubstr("too many users"));
    EXPECT_EQ(steps(seen), "route connect greeting!");
}

TEST_F(ImapProbe, ReportsProtocolWhenAnSmtpServerGreets) {
    ScriptedServer server(smtp());
    EXPECT_THAT(look(at("imap", server)), Failed(Reason::protocol));
}

TEST_F(ImapProbe, ReportsNoGreetingWhenTheServerIsSilent) {
    ScriptedServer server({Stall{}});
    const auto seen = look(at("imap", server), 300ms);
    EXPECT_THAT(seen, Failed(Reason::no_greeting));
    EXPECT_FALSE(seen.bytes_arriving);
}

TEST_F(ImapProbe, ReportsNoGreetingWhenTheServerClosesWithoutAWord) {
    ScriptedServer server(Script{});
    EXPECT_THAT(look(at("imap", server)), Failed(Reason::no_greeting));
}

TEST_F(ImapProbe, ReportsNoGreetingWhenTheConnectionIsResetAfterConnecting) {
    ScriptedServer server({Reset{}});
    EXPECT_THAT(look(at("imap", server)), Failed(Reason::no_greeting));
}

TEST_F(ImapProbe, ReportsNoGreetingWhenTheServerFallsSilentAfterItsGreeting) {
    ScriptedServer server({Say{"* OK hello\r\n"}, Stall{}});
    EXPECT_THAT(look(at("imap", server), 1500ms), Failed(Reason::no_greeting));
}

TEST_F(ImapProbe, ReportsNoGreetingWhenTheServerFallsSilentInMidLine) {
    for (const std::string beginning : {"*", "* OK [CAPAB", "* OK ready\r\n* CAPABILITY IMAP4rev1 STARTT"}) {
        SCOPED_TRACE(beginning);
        ScriptedServer stalled({Say{beginning}, Stall{}});
        EXPECT_THAT(look(at("imap", stalled), 1500ms), Failed(Reason::no_greeting));
        ScriptedServer broken({Say{beginning}, Reset{}});
        EXPECT_THAT(look(at("imap", broken)), Failed(Reason::no_greeting));
    }
}

TEST_F(ImapProbe, ReportsProtocolWhenWhatComesCannotBecomeAGreeting) {
    ScriptedServer server({Say{"HTTP/1.1"}, Stall{}});
    EXPECT_THAT(look(at("imap", server), 1500ms), Failed(Reason::protocol));
}

TEST_F(ImapProbe, TellsItsVerdictBeforeTheGoodbyeIsAnsweredWhereNobodyWaitsForThat) {
    ScriptedServer server({Say{"* OK hello\r\n"}, Serve{{{"CAPABILITY", "{tag} OK\r\n"}}}});
    auto asked = question(at("imap", server));
    asked.until_left = false;
    const auto seen = look(asked);
    EXPECT_THAT(seen, CameOff());
    EXPECT_GT(std::chrono::steady_clock::now() - seen.at, 300ms) << "the server never answers the LOGOUT";
    EXPECT_TRUE(server.heard("LOGOUT"));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(ImapProbe, KeepsItsVerdictWhenTheServerIgnoresTheLogout) {
    ScriptedServer server({Say{"* OK hello\r\n"}, Serve{{{"CAPABILITY", "{tag} OK\r\n"}}}});
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THAT(look(at("imap", server)), CameOff());
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

} // namespace
} // namespace offline::probes
