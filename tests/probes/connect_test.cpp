#include <sys/resource.h>
#include <unistd.h>

#include "probes/probing.h"
#include "servers/dns_server.h"

namespace offline::probes {
namespace {

using namespace servers;

using ConnectProbe = Probing;

TEST_F(ConnectProbe, IsContentWithAConnectionForTcpAndLdap) {
    ScriptedServer server({Stall{}});
    EXPECT_THAT(look(at("tcp", server)), CameOff());
    EXPECT_EQ(steps(look(at("ldap", server))), "route connect");
    EXPECT_TRUE(server.left_alone());
    EXPECT_EQ(server.bytes_received(), 0U);
}

TEST_F(ConnectProbe, ReportsRefusedWhenNobodyListens) {
    std::uint16_t port{};
    {
        const ScriptedServer gone(Script{});
        port = gone.port();
    }
    const auto seen = look("imap://127.0.0.1:" + std::to_string(port));
    EXPECT_THAT(seen, Failed(Reason::refused));
    EXPECT_EQ(steps(seen), "route connect!");
    EXPECT_EQ(seen.address, asio::ip::make_address("127.0.0.1"));
}

TEST_F(ConnectProbe, ReportsConnectTimeoutWhenNobodyAnswers) {
    NEEDS_SANDBOX();
    Sandbox::add_silent_addresses();
    const auto seen = look("imap://192.0.2.66", 400ms);
    EXPECT_THAT(seen, Failed(Reason::connect_timeout));
    EXPECT_EQ(seen.address, asio::ip::make_address("192.0.2.66"));
    EXPECT_GE(seen.total, 300ms) << "a quarter is kept for the question for a captive portal";
    EXPECT_LT(seen.total, 5s);
}

TEST_F(ConnectProbe, ReportsUnreachableWhenTheNetworkSaysSo) {
    NEEDS_SANDBOX();
    Sandbox::make_unreachable("198.51.100.1");
    EXPECT_THAT(look("imap://198.51.100.1"), Failed(Reason::unreachable));
}

TEST_F(ConnectProbe, LosesNoTimeOverDeadIpv6) {
    NEEDS_SANDBOX();
    Sandbox::add_silent_addresses();
    DnsServer names;
    names.host("mail.test", {"2001:db8::66", "127.0.0.1"});
    ScriptedServer server(imap());
    const auto seen = look(at("imap", server, "mail.test"), 10s);
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(seen.address, asio::ip::make_address("127.0.0.1"));
    EXPECT_LT(seen.total, 3s);
}

TEST_F(ConnectProbe, TriesTheNextAddressAtOnceWhenOneRefuses) {
    NEEDS_SANDBOX();
    DnsServer names;
    names.host("mail.test", {"127.0.0.2", "127.0.0.3", "127.0.0.4"});
    ScriptedServer server(imap(), {.address = "127.0.0.4"});
    const auto seen = look(at("imap", server, "mail.test"));
    EXPECT_THAT(seen, CameOff());
    EXPECT_EQ(seen.resolved.size(), 3U);
}

TEST_F(ConnectProbe, PrefersARefusalToSilence) {
    NEEDS_SANDBOX();
    Sandbox::add_silent_addresses();
    DnsServer names;
    names.host("mail.test", {"2001:db8::66", "127.0.0.1"});
    const auto seen = look("imap://mail.test:9", 700ms);
    EXPECT_THAT(seen, Failed(Reason::refused));
    EXPECT_EQ(seen.address, asio::ip::make_address("127.0.0.1"));
}

TEST_F(ConnectProbe, BlamesNobodyElseWhenThisProcessHasNoDescriptorLeft) {
    ScriptedServer server(imap());
    EXPECT_THAT(look(at("imap", server)), CameOff()); // the loop has its own descriptors now
    rlimit usual{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &usual), 0);
    const rlimit none{.rlim_cur = 0, .rlim_max = usual.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &none), 0);
    const auto by_address = look(at("imap", server));
    const auto by_name = look(at("imap", server, "mail.test"));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &usual), 0);
    EXPECT_THAT(by_address, Failed(Reason::unknown));
    EXPECT_THAT(by_name, Failed(Reason::unknown));
    EXPECT_THAT(look(at("imap", server)), CameOff());
}

TEST_F(ConnectProbe, BlamesNobodyElseWhenItCannotEvenAskANameServer) {
    NEEDS_SANDBOX();
    DnsServer names;
    names.host("mail.test", {"127.0.0.1"});
    ScriptedServer server(imap());
    EXPECT_THAT(look(at("imap", server, "mail.test")), CameOff());
    const int next = ::dup(STDIN_FILENO);
    ::close(next);
    rlimit usual{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &usual), 0);
    const rlimit one{.rlim_cur = static_cast<rlim_t>(next) + 1, .rlim_max = usual.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &one), 0);
    const auto seen = look(at("imap", server, "mail.test"));
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &usual), 0);
    EXPECT_THAT(seen, Failed(Reason::unknown));
}

TEST_F(ConnectProbe, TriesTheFamilyWhoseAddressesComeLateWhereTheOtherIsDead) {
    NEEDS_SANDBOX();
    Sandbox::add_silent_addresses();
    ScriptedServer server(imap());
    DnsServer names;
    const auto expect_it_comes_off = [&](const std::string& good, const std::string& dead, RecordType late) {
        SCOPED_TRACE(good + " comes late, " + dead + " is dead");
        names.host("mail.test", {good, dead});
        names.take_time(0ms, RecordType::a);
        names.take_time(0ms, RecordType::aaaa);
        names.take_time(600ms, late);
        const auto seen = look(at("imap", server, "mail.test"), 10s);
        EXPECT_THAT(seen, CameOff());
        EXPECT_EQ(seen.resolved.size(), 2U);
        EXPECT_LT(seen.total, 4s);
    };
    expect_it_comes_off("127.0.0.1", "2001:db8::66", RecordType::a);
    expect_it_comes_off("::1", "192.0.2.66", RecordType::aaaa);
    expect_it_comes_off("127.0.0.1", "::2", RecordType::a); // unreachable or refused, at once
}

TEST_F(ConnectProbe, ReachesIpv6Alone) {
    ScriptedServer server(imap());
    EXPECT_THAT(look(at("imap", server, "[::1]")), CameOff());
}

} // namespace
} // namespace offline::probes
