#include <algorithm>

#include "probes/probing.h"
#include "servers/dns_server.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::ElementsAre;
using testing::HasSubstr;

class ResolveProbe : public Probing {
protected:
    void SetUp() override {
        NEEDS_SANDBOX();
        Sandbox::restore_files();
    }

    ScriptedServer server{imap()};
};

const auto loopback = asio::ip::make_address("127.0.0.1");

TEST_F(ResolveProbe, AsksTheNameServerOnceForEachFamily) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    const auto seen = look(at("imap", server, "mail.test"));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "resolve route connect greeting");
    EXPECT_THAT(seen.resolved, ElementsAre(loopback));
    EXPECT_EQ(names.asked("mail.test", RecordType::a), 1);
    EXPECT_EQ(names.asked("mail.test", RecordType::aaaa), 1);
}

TEST_F(ResolveProbe, TriesIpv6FirstAndTheFamiliesInTurn) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1", "127.0.0.2", "::1"});
    const auto seen = look(at("imap", server, "mail.test"));
    EXPECT_THAT(seen.resolved,
                ElementsAre(asio::ip::make_address("::1"), loopback, asio::ip::make_address("127.0.0.2")));
    EXPECT_EQ(seen.address, asio::ip::make_address("::1"));
}

TEST_F(ResolveProbe, DoesNotWaitForANameServerThatNeverAnswersAaaa) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    names.behave(Manner::silent, RecordType::aaaa);
    const auto seen = look(at("imap", server, "mail.test"));
    EXPECT_THAT(seen, CameOff());
    EXPECT_LT(seen.steps.front().took, 1s);
}

TEST_F(ResolveProbe, NeedsNoIpv4) {
    DnsServer names;
    names.host("mail.test", {"::1"});
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
}

TEST_F(ResolveProbe, ReportsDnsNotFoundWhenTheNameDoesNotExist) {
    DnsServer names;
    const auto seen = look(at("imap", server, "nobody.test"));
    EXPECT_THAT(seen, Failed(Reason::dns_not_found));
    EXPECT_EQ(steps(seen), "resolve!");
    EXPECT_THAT(seen.detail, HasSubstr("name server 127.0.0.1"));
}

TEST_F(ResolveProbe, ReportsDnsNotFoundWhenTheNameHasNoAddress) {
    DnsServer names;
    names.host("mail.test", {});
    EXPECT_THAT(look(at("imap", server, "mail.test")), Failed(Reason::dns_not_found));
}

TEST_F(ResolveProbe, ReportsDnsFailedWithTheNameServerThatIsDead) {
    const auto seen = look(at("imap", server, "mail.test"), 1s);
    EXPECT_THAT(seen, Failed(Reason::dns_failed));
    EXPECT_THAT(seen.detail, HasSubstr("name server 127.0.0.1"));
}

class BadNameServer : public ResolveProbe, public testing::WithParamInterface<Manner> {};

TEST_P(BadNameServer, IsReportedAsDnsFailedWithinTheBudget) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    names.behave(GetParam());
    const long before = most_memory();
    const auto began = std::chrono::steady_clock::now();
    const auto seen = look(at("imap", server, "mail.test"), 1s);
    EXPECT_THAT(seen, Failed(Reason::dns_failed));
    EXPECT_LT(std::chrono::steady_clock::now() - began, 3s);
    EXPECT_LT(most_memory() - before, most_for_a_look);
}

INSTANTIATE_TEST_SUITE_P(Manners, BadNameServer,
                         testing::Values(Manner::silent, Manner::server_failure, Manner::refused,
                                         Manner::garbage, Manner::flooding, Manner::endless,
                                         Manner::trickling));

TEST_F(ResolveProbe, TriesAFewOfTheThousandsOfAddressesThatANameServerGives) {
    DnsServer names;
    std::vector<std::string> thousands;
    for (int i = 1; i <= 3000; ++i)
        thousands.push_back("127.1." + std::to_string(i / 250) + "." + std::to_string(i % 250 + 1));
    names.host("mail.test", thousands);
    names.behave(Manner::truncated);
    const auto seen = look("imap://mail.test:9", 5s);
    EXPECT_THAT(seen, Failed(Reason::refused));
    EXPECT_EQ(seen.resolved.size(), 8U);
}

TEST_F(ResolveProbe, AsksAgainByTcpWhenAnAnswerIsTruncated) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    names.behave(Manner::truncated);
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
}

TEST_F(ResolveProbe, AsksASlowNameServerPatiently) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    names.take_time(600ms);
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
}

TEST_F(ResolveProbe, UsesTheNameServerOfTheMoment) {
    DnsServer names("127.0.0.53");
    names.host("mail.test", {"127.0.0.1"});
    EXPECT_THAT(look(at("imap", server, "mail.test"), 1s), Failed(Reason::dns_failed));
    Sandbox::resolv_conf("nameserver 127.0.0.53\n");
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
}

TEST_F(ResolveProbe, FindsANameThatOnlyTheHostsFileKnows) {
    DnsServer names;
    Sandbox::hosts("127.0.0.1 mail.test\n");
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
}

TEST_F(ResolveProbe, FindsANameThatOnlyTheSystemsResolverKnows) {
    DnsServer names;
    // c-ares reads /etc/hosts in the order that nsswitch.conf gives; a module it does not know of is left to
    // glibc.
    Sandbox::nsswitch("hosts: dns [NOTFOUND=continue] files\n");
    Sandbox::hosts("127.0.0.1 canonical.test alias.test\n");
    EXPECT_THAT(look(at("imap", server, "alias.test")), CameOff());
}

TEST_F(ResolveProbe, TriesAKnownAddressWhenTheNameServerIsDead) {
    DnsServer names;
    names.behave(Manner::silent);
    auto asked = question(at("imap", server, "mail.test"), 2s);
    asked.known = {loopback};
    const auto seen = look(asked);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(steps(seen), "resolve! route connect greeting");
    EXPECT_TRUE(seen.resolved.empty());
}

TEST_F(ResolveProbe, TriesAKnownAddressWhenTheNameHasVanished) {
    DnsServer names;
    auto asked = question(at("imap", server, "mail.test"));
    asked.known = {loopback};
    EXPECT_THAT(look(asked), CameOff());
}

TEST_F(ResolveProbe, ReportsWhatGotFurthestWhenAKnownAddressFailsToo) {
    DnsServer names;
    auto asked = question("imap://mail.test:9");
    asked.known = {loopback};
    EXPECT_THAT(look(asked), Failed(Reason::refused));
}

TEST_F(ResolveProbe, FollowsTheNameToItsNewAddress) {
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    auto asked = question(at("imap", server, "mail.test"));
    asked.known = {asio::ip::make_address("127.0.0.9")};
    const auto seen = look(asked);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(seen.address, loopback);
}

TEST_F(ResolveProbe, ReportsNoRouteWhenNoInterfaceIsUsable) {
    ways.interface_usable = false;
    EXPECT_THAT(look("imap://mail.test", 1s), Failed(Reason::no_route));
}

TEST_F(ResolveProbe, ReportsNoRouteWhenNeitherANameServerNorTheInternetCanBeReached) {
    ways.internet = false;
    EXPECT_THAT(look("imap://mail.test", 1s), Failed(Reason::no_route));
}

} // namespace
} // namespace offline::probes
