#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::HasSubstr;

using TlsProbe = Probing;

TEST_F(TlsProbe, IsContentWithAGoodCertificateForTheAddress) {
    ScriptedServer server({StartTls{authority.issue("127.0.0.1")}, Stall{}});
    const auto seen = look(at("tls", server));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "route connect tls");
    EXPECT_THAT(look(at("ldaps", server)), CameOff());
}

TEST_F(TlsProbe, IsContentWithAGoodCertificateForTheName) {
    ScriptedServer server(imaps(authority.issue("localhost")));
    EXPECT_THAT(look(at("imaps", server, "localhost")), CameOff());
}

TEST_F(TlsProbe, SaysSinceWhenTheCertificateHasExpired) {
    ScriptedServer server(imaps(authority.issue("127.0.0.1", expired)));
    const auto seen = look(at("imaps", server));
    EXPECT_THAT(seen, Failed(Reason::tls_certificate));
    EXPECT_THAT(seen.detail, HasSubstr("expired on 20"));
    EXPECT_EQ(steps(seen), "route connect tls!");
}

TEST_F(TlsProbe, SaysFromWhenOnTheCertificateIsValid) {
    ScriptedServer server(imaps(authority.issue("127.0.0.1", not_yet_valid)));
    const auto seen = look(at("imaps", server));
    EXPECT_THAT(seen, Failed(Reason::tls_certificate));
    EXPECT_THAT(seen.detail, HasSubstr("not yet valid"));
}

TEST_F(TlsProbe, SaysForWhomTheCertificateIs) {
    ScriptedServer server(imaps(authority.issue("other.test")));
    const auto seen = look(at("imaps", server, "localhost"));
    EXPECT_THAT(seen, Failed(Reason::tls_certificate));
    EXPECT_THAT(seen.detail, HasSubstr("wrong name: it is for other.test, not for localhost"));
    EXPECT_THAT(look(at("imaps", server)), Failed(Reason::tls_certificate))
        << "an address is checked as well";
}

TEST_F(TlsProbe, SaysWhichIssuerIsUnknown) {
    Certificates stranger;
    ScriptedServer server(imaps(stranger.issue("127.0.0.1")));
    const auto seen = look(at("imaps", server));
    EXPECT_THAT(seen, Failed(Reason::tls_certificate));
    EXPECT_THAT(seen.detail, HasSubstr("issuer is unknown here: Authority"));
}

TEST_F(TlsProbe, TellsUntilWhenTheCertificateHoldsGoodOrNot) {
    const auto from_now = [](const model::Look& seen) {
        const auto until = seen.certificate_until.value_or(std::chrono::sys_seconds{});
        return std::chrono::duration<double>(until - std::chrono::system_clock::now()).count();
    };
    constexpr double hour = 3600;
    ScriptedServer server(imaps(authority.issue("127.0.0.1", {.until = std::chrono::hours(100)})));
    const auto good = look(at("imaps", server));
    EXPECT_NEAR(from_now(good), 100 * hour, hour);
    EXPECT_THAT(good.steps.at(2).detail,
                testing::ContainsRegex("^TLSv1.[23], certificate until 20[0-9-]{8}$"));
    server.play(imaps(authority.issue("127.0.0.1", expired)));
    EXPECT_NEAR(from_now(look(at("imaps", server))), -24 * hour, hour);
    server.play(imap(authority.issue("127.0.0.1", {.until = std::chrono::hours(50)})));
    EXPECT_NEAR(from_now(look(at("imap", server))), 50 * hour, hour) << "after STARTTLS";
    server.play(imap());
    EXPECT_FALSE(look(at("imap", server)).certificate_until) << "there is none";
}

TEST_F(TlsProbe, TrustsAnAuthorityThatIsAddedWhileItRuns) {
    Certificates newcomer;
    ScriptedServer server(imaps(newcomer.issue("127.0.0.1")));
    EXPECT_THAT(look(at("imaps", server)), Failed(Reason::tls_certificate));
    newcomer.trust();
    EXPECT_THAT(look(at("imaps", server)), CameOff());
}

TEST_F(TlsProbe, ReportsProtocolWhenThePlainProtocolAnswers) {
    ScriptedServer server(smtp());
    EXPECT_THAT(look(at("imaps", server)), Failed(Reason::protocol));
    EXPECT_THAT(look(at("tls", server)), Failed(Reason::protocol));
}

TEST_F(TlsProbe, ReportsTlsFailedOnAnAlert) {
    const std::string handshake_failure("\x15\x03\x03\x00\x02\x02\x28", 7);
    ScriptedServer server({Say{handshake_failure}});
    EXPECT_THAT(look(at("imaps", server)), Failed(Reason::tls_failed));
}

TEST_F(TlsProbe, ReportsTlsFailedWhenTheServerHangsUp) {
    ScriptedServer server(Script{});
    EXPECT_THAT(look(at("imaps", server)), Failed(Reason::tls_failed));
}

TEST_F(TlsProbe, ReportsTlsTimeoutWhenTheHandshakeHangs) {
    ScriptedServer server({Stall{}});
    const auto seen = look(at("imaps", server), 300ms);
    EXPECT_THAT(seen, Failed(Reason::tls_timeout));
    EXPECT_FALSE(seen.bytes_arriving);
    EXPECT_GT(server.bytes_received(), 0U);
}

} // namespace
} // namespace offline::probes
