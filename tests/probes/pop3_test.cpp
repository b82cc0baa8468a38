#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::HasSubstr;

using Pop3Probe = Probing;

TEST_F(Pop3Probe, IsContentWithAServerThatGreetsAndLeavesByQuit) {
    ScriptedServer server(pop3());
    EXPECT_THAT(look(at("pop3", server)), CameOff());
    EXPECT_TRUE(server.heard("QUIT"));
}

TEST_F(Pop3Probe, UpgradesWhereTheServerOffersIt) {
    ScriptedServer server(pop3(authority.issue("127.0.0.1")));
    const auto seen = look(at("pop3", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect greeting tls");
}

TEST_F(Pop3Probe, SpeaksWithinTlsFromTheStart) {
    ScriptedServer server(pop3s(authority.issue("127.0.0.1")));
    EXPECT_THAT(look(at("pop3s", server)), CameOff());
    EXPECT_TRUE(server.heard("QUIT"));
}

TEST_F(Pop3Probe, IsContentWithAServerTooOldForCapa) {
    ScriptedServer server({Say{"+OK\r\n"}, Serve{{{"CAPA", "-ERR what?\r\n"}, {"QUIT", "+OK\r\n", true}}}});
    EXPECT_THAT(look(at("pop3", server)), CameOff());
}

TEST_F(Pop3Probe, ReportsServiceRefusedWithTheServersWords) {
    ScriptedServer server({Say{"-ERR [SYS/TEMP] maintenance\r\n"}});
    const auto seen = look(at("pop3", server));
    EXPECT_THAT(seen, Failed(Reason::service_refused));
    EXPECT_THAT(seen.detail, HasSubstr("maintenance"));
}

TEST_F(Pop3Probe, ReportsProtocolWhenAnImapServerGreets) {
    ScriptedServer server(imap());
    EXPECT_THAT(look(at("pop3", server)), Failed(Reason::protocol));
}

} // namespace
} // namespace offline::probes
