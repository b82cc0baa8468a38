#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

using SmtpProbe = Probing;

TEST_F(SmtpProbe, IsContentWithAServerThatGreetsAndLeavesByQuit) {
    ScriptedServer server(smtp());
    EXPECT_THAT(look(at("smtp", server)), CameOff());
    EXPECT_TRUE(server.heard("QUIT"));
    EXPECT_TRUE(server.left_alone());
}

TEST_F(SmtpProbe, SaysItsAddressInEhlo) {
    ScriptedServer server(smtp());
    look(at("submission", server));
    EXPECT_TRUE(server.heard("EHLO [127.0.0.1]"));
    look(at("submission", server, "[::1]"));
    EXPECT_TRUE(server.heard("EHLO [IPv6:::1]"));
}

TEST_F(SmtpProbe, TakesACodeWithoutWordsForTheBeginningOfAGreeting) {
    ScriptedServer server({Say{"220\r"}, Stall{}});
    EXPECT_THAT(look(at("smtp", server), 1500ms), Failed(Reason::no_greeting));
}

TEST_F(SmtpProbe, UpgradesWhereTheServerOffersIt) {
    ScriptedServer server(smtp(authority.issue("127.0.0.1")));
    const auto seen = look(at("submission", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting tls");
    EXPECT_TRUE(server.heard("QUIT"));
}

TEST_F(SmtpProbe, SpeaksWithinTlsFromTheStart) {
    ScriptedServer server(smtps(authority.issue("127.0.0.1")));
    const auto seen = look(at("smtps", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect tls greeting");
    EXPECT_THAT(server.lines(), Not(Contains(HasSubstr("STARTTLS"))));
}

TEST_F(SmtpProbe, IsContentWithAServerTooOldForEhlo) {
    ScriptedServer server(
        {Say{"220 old\r\n"}, Serve{{{"EHLO", "500 what?\r\n"}, {"QUIT", "221 bye\r\n", true}}}});
    EXPECT_THAT(look(at("smtp", server)), CameOff());
}

class SmtpRefusal : public Probing, public testing::WithParamInterface<const char*> {};

TEST_P(SmtpRefusal, IsReportedAsServiceRefusedWithTheServersWords) {
    ScriptedServer server(
        {Say{std::string(GetParam()) + " try another day\r\n"}, Serve{{{"QUIT", "221 bye\r\n", true}}}});
    const auto seen = look(at("smtp", server));
    EXPECT_THAT(seen, Failed(Reason::service_refused));
    EXPECT_THAT(seen.detail, HasSubstr("try another day"));
    EXPECT_TRUE(server.heard("QUIT")) << "even then it leaves politely";
}

INSTANTIATE_TEST_SUITE_P(Codes, SmtpRefusal, testing::Values("421", "554", "450", "550"));

TEST_F(SmtpProbe, ReportsServiceRefusedWhenTheServerGivesUpAtEhlo) {
    ScriptedServer server({Say{"220 hello\r\n"}, Serve{{{"EHLO", "421 going down\r\n", true}}}});
    EXPECT_THAT(look(at("smtp", server)), Failed(Reason::service_refused));
}

TEST_F(SmtpProbe, ReportsServiceRefusedWhenTheServerGivesUpAtStarttls) {
    ScriptedServer server(
        {Say{"220 hello\r\n"}, Serve{{{"EHLO", "250-hello\r\n250 STARTTLS\r\n"},
                                      {"STARTTLS", "421 too many connections\r\n", true}}}});
    const auto seen = look(at("smtp", server));
    EXPECT_THAT(seen, Failed(Reason::service_refused));
    EXPECT_THAT(seen.detail, HasSubstr("too many connections"));
}

class NoSmtp : public Probing, public testing::WithParamInterface<const char*> {};

TEST_P(NoSmtp, IsReportedAsProtocol) {
    ScriptedServer server({Say{std::string(GetParam()) + "\r\n"}});
    EXPECT_THAT(look(at("smtp", server)), Failed(Reason::protocol));
}

INSTANTIATE_TEST_SUITE_P(Greetings, NoSmtp,
                         testing::Values("* OK imap", "SSH-2.0-x", "22", "220_x", "250 not yet",
                                         "220-a\r\n221 b", ""));

} // namespace
} // namespace offline::probes
