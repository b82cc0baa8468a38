#include "probes/probing.h"
#include "servers/dns_server.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

/// A network whose every address is the portal's: port 80 redirects, other ports differ.
class PortalProbe : public Probing {
protected:
    void SetUp() override { NEEDS_SANDBOX(); }

    static Script redirect(const std::string& to) { return http("302 Found", "Location: " + to + "\r\n"); }

    ScriptedServer::Place web{.port = 80};
};

TEST_F(PortalProbe, IsSuspectedBehindAWrongCertificate) {
    Certificates stranger;
    ScriptedServer mail(imaps(stranger.issue("login.portal.test")));
    ScriptedServer portal(redirect("http://login.portal.test/?to=mail"), web);
    const auto seen = look(at("imaps", mail));
    EXPECT_THAT(seen, Failed(Reason::captive_portal));
    EXPECT_THAT(seen.detail, HasSubstr("login.portal.test"));
    EXPECT_EQ(portal.connections(), 1) << "asked once";
    EXPECT_THAT(portal.lines(), Contains("GET / HTTP/1.1"));
    EXPECT_THAT(portal.lines(), Contains("Host: 127.0.0.1"));
}

TEST_F(PortalProbe, IsSuspectedBehindAnotherProtocol) {
    ScriptedServer mail({Say{"HTTP/1.1 400 Bad Request\r\n\r\n"}});
    ScriptedServer portal(http("511 Network Authentication Required"), web);
    EXPECT_THAT(look(at("imaps", mail)), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsSuspectedBehindAClosedPort) {
    ScriptedServer portal(redirect("http://login.portal.test/"), web);
    EXPECT_THAT(look("imap://127.0.0.1:144"), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsSuspectedBehindSilenceOfAnAddressThatIsNotTheOneOnceProved) {
    Sandbox::add_silent_addresses();
    DnsServer names;
    names.host("mail.test", {"127.0.0.3"});
    ScriptedServer portal(redirect("https://login.portal.test/"), web);
    if (std::system("nft add table inet silence2 && nft add chain inet silence2 in "
                    "'{ type filter hook input priority 0; }' && "
                    "nft add rule inet silence2 in tcp dport 993 drop") != 0)
        GTEST_SKIP() << "nft cannot drop packets here";
    auto asked = question("imaps://mail.test", 800ms);
    asked.proved = asked.known = {asio::ip::make_address("192.0.2.66")};
    EXPECT_THAT(look(asked), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsNotAServerThatEndedBesideAWebSiteOfItsOwn) {
    DnsServer names;
    names.host("imap.mail.test", {"127.0.0.1"});
    ScriptedServer site(redirect("https://www.mail.test/"), web);
    EXPECT_THAT(look("imap://imap.mail.test:144"), Failed(Reason::refused));
}

TEST_F(PortalProbe, IsSeenThroughARedirectThatIsNoProperUrl) {
    Certificates stranger;
    ScriptedServer mail(imaps(stranger.issue("127.0.0.1")));
    ScriptedServer portal(redirect("http://login.portal.test/login?user=a|b c&url=<here>"), web);
    EXPECT_THAT(look(at("imaps", mail)), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsSuspectedBehindSilence) {
    Sandbox::add_silent_addresses();
    Sandbox::ip("address add 192.0.2.80/24 dev lo");
    ScriptedServer portal(redirect("https://login.portal.test/"), web);
    // Another port of the portal's own address that drops what comes.
    if (std::system("nft add table inet silence && nft add chain inet silence in "
                    "'{ type filter hook input priority 0; }' && "
                    "nft add rule inet silence in tcp dport 993 drop") != 0)
        GTEST_SKIP() << "nft cannot drop packets here";
    EXPECT_THAT(look("imaps://192.0.2.80", 500ms), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsNotSuspectedAtAnAddressOnceProved) {
    Certificates stranger;
    ScriptedServer mail(imaps(stranger.issue("127.0.0.1")));
    ScriptedServer portal(redirect("http://login.portal.test/"), web);
    auto asked = question(at("imaps", mail));
    asked.proved = {asio::ip::make_address("127.0.0.1")};
    EXPECT_THAT(look(asked), Failed(Reason::tls_certificate));
    EXPECT_EQ(portal.connections(), 0);
}

TEST_F(PortalProbe, IsNoneWhereTheRedirectStaysOnTheHost) {
    Certificates stranger;
    ScriptedServer mail(imaps(stranger.issue("127.0.0.1")));
    for (const std::string to : {"https://127.0.0.1/", "/webmail", "//127.0.0.1:8080/x", "http:///"}) {
        ScriptedServer web_server(redirect(to), web);
        EXPECT_THAT(look(at("imaps", mail)), Failed(Reason::tls_certificate)) << to;
    }
}

TEST_F(PortalProbe, IsNoneWherePort80IsClosedOrSilent) {
    Certificates stranger;
    ScriptedServer mail(imaps(stranger.issue("127.0.0.1")));
    EXPECT_THAT(look(at("imaps", mail)), Failed(Reason::tls_certificate));
    ScriptedServer silent({Stall{}}, web);
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THAT(look(at("imaps", mail), 500ms), Failed(Reason::tls_certificate));
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
}

TEST_F(PortalProbe, AnswersInPlaceOfAWebSite) {
    ScriptedServer portal(redirect("http://login.portal.test/"), web);
    EXPECT_THAT(look("http://127.0.0.1"), Failed(Reason::captive_portal));
    ScriptedServer login(http("511 Network Authentication Required"));
    EXPECT_THAT(look(at("http", login)), Failed(Reason::captive_portal));
}

TEST_F(PortalProbe, IsNotAWebSiteThatSendsItsVisitorsToWww) {
    ScriptedServer site(redirect("https://www.localhost/"));
    EXPECT_THAT(look(at("http", site, "localhost")), CameOff());
}

TEST_F(PortalProbe, IsNothingOverAValidCertificate) {
    ScriptedServer site(
        https(authority.issue("127.0.0.1"), "302 Found", "Location: https://login.test/\r\n"));
    EXPECT_THAT(look(at("https", site)), CameOff());
}

} // namespace
} // namespace offline::probes
