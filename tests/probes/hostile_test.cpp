#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;

/// A script that no mail server plays, and a scheme that meets it.
struct Attack {
    const char* name;
    const char* scheme;
    Script script;
    Reason reason = Reason::protocol;
};

class HostileServer : public Probing, public testing::WithParamInterface<Attack> {};

TEST_P(HostileServer, IsSeenThroughInBoundedTimeAndMemory) {
    ScriptedServer server(GetParam().script);
    const long before = most_memory();
    const auto began = std::chrono::steady_clock::now();
    const auto seen = look(at(GetParam().scheme, server), 10s);
    EXPECT_THAT(seen, Failed(GetParam().reason));
    EXPECT_LT(seen.detail.size(), 300U);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "long before its time was up";
    EXPECT_LT(most_memory() - before, most_for_a_look);
}

// A record of TLS 1.2: its type, and what stands in it.
std::string record(char type, const std::string& content) {
    return {type + std::string("\x03\x03\0", 3) + static_cast<char>(content.size()) + content};
}

constexpr char alert = 21, handshake = 22, data = 23;

const std::string noise("\x01\xff\x00\x80\x7f\x1b[31m\x07", 11);

INSTANTIATE_TEST_SUITE_P(
    Attacks, HostileServer,
    testing::Values(
        Attack{"an_endless_line", "imap", {Flood{std::string(4096, 'x')}}},
        Attack{"endless_noise", "imap", {Flood{noise}}},
        Attack{"endless_noise_for_smtp", "smtp", {Flood{noise}}},
        Attack{"endless_noise_for_pop3", "pop3", {Flood{noise}}},
        Attack{"endless_noise_for_http", "http", {Flood{noise}}},
        Attack{"endless_noise_for_tls", "imaps", {Flood{"noise"}}},
        Attack{"noise_and_a_line_end", "imap", {Say{noise + "\r\n"}}},
        Attack{"noise_and_a_hang_up", "imap", {Say{noise}}},
        Attack{"an_endless_capability", "imap", {Say{"* OK\r\n"}, Flood{"* CAPABILITY A\r\n"}}},
        Attack{"endless_chatter", "imap", {Say{"* OK\r\n"}, Flood{"* 1 EXISTS\r\n"}}},
        Attack{"an_endless_greeting", "smtp", {Flood{"220-and another thing\r\n"}}},
        Attack{"an_endless_capa", "pop3", {Say{"+OK\r\n+OK\r\n"}, Flood{"X\r\n"}}},
        Attack{"empty_lines", "imap", {Flood{"\r\n"}}},
        Attack{"ten_megabytes_of_banner", "smtp", {Flood{"220-" + std::string(4000, 'x') + "\r\n"}}},
        Attack{"an_endless_status_line", "http", {Say{"HTTP/1.1 200 "}, Flood{std::string(4096, 'x')}}},
        Attack{"endless_empty_records", "imaps", {Flood{record(handshake, "")}}, Reason::tls_failed},
        Attack{"endless_empty_data", "imaps", {Flood{record(data, "")}}, Reason::tls_failed},
        Attack{"endless_warnings", "imaps", {Flood{record(alert, "\1\x5a")}}, Reason::tls_failed},
        Attack{"a_hello_of_16_megabytes",
               "imaps",
               {Flood{record(handshake, "\2\xff\xff\xff" + std::string(100, 'x'))}},
               Reason::tls_failed}),
    [](const auto& test) { return std::string(test.param.name); });

class OneByteASecond : public Probing, public testing::WithParamInterface<Attack> {};

TEST_P(OneByteASecond, HoldsALookUpForNoLongerThanItsTime) {
    ScriptedServer server(GetParam().script);
    const auto began = std::chrono::steady_clock::now();
    const auto seen = look(at(GetParam().scheme, server), 2500ms);
    EXPECT_FALSE(seen.ok);
    EXPECT_THAT(seen.reason, testing::AnyOf(Reason::protocol, Reason::no_greeting, Reason::tls_timeout));
    EXPECT_LT(std::chrono::steady_clock::now() - began, 4s);
}

Drip slowly(const std::string& text) { return {text, 1s}; }

INSTANTIATE_TEST_SUITE_P(
    Attacks, OneByteASecond,
    testing::Values(Attack{"imap", "imap", {slowly("* OK ready when you are\r\n")}},
                    Attack{"smtp", "smtp", {slowly("220 ready when you are\r\n")}},
                    Attack{"pop3", "pop3", {slowly("+OK ready when you are\r\n")}},
                    Attack{"http", "http", {slowly("HTTP/1.1 200 OK\r\n\r\n")}},
                    Attack{"imaps", "imaps", {slowly(record(handshake, "\2 whatever comes next"))}}),
    [](const auto& test) { return std::string(test.param.name); });

class RestlessServer : public Probing {};

TEST_F(RestlessServer, ThatTalksOnUnderEncryptionIsSeenThroughToo) {
    ScriptedServer server(
        encrypted(authority.issue("127.0.0.1"), {Flood{"220-" + std::string(4000, 'x') + "\r\n"}}));
    const long before = most_memory();
    EXPECT_THAT(look(at("smtps", server)), Failed(Reason::protocol));
    EXPECT_LT(most_memory() - before, 2 * most_for_a_look) << "the first use of OpenSSL included";
}

TEST_F(RestlessServer, ThatTalksOnWhereAFarewellIsDueIsGoodAndLeft) {
    ScriptedServer server({Say{"* OK ready\r\n"},
                           Serve{{{"CAPABILITY", "{tag} OK\r\n"}, {"LOGOUT", "* 1 EXISTS\r\n", true}}},
                           Flood{"* 1 EXISTS\r\n"}});
    const auto began = std::chrono::steady_clock::now();
    EXPECT_THAT(look(at("imap", server), 10s), CameOff());
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST_F(RestlessServer, ThatLeadsOnForEverIsAskedOnce) {
    ScriptedServer server(http("302 Found", "Location: /and/so/on\r\n"));
    EXPECT_THAT(look(at("http", server)), CameOff());
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(
        std::ranges::count_if(server.lines(), [](const auto& line) { return line.ends_with("HTTP/1.1"); }),
        1);
}

class SlowServer : public Probing {};

TEST_F(SlowServer, IsToldFromASilentOne) {
    ScriptedServer server({Drip{"* OK " + std::string(1000, 'x') + "\r\n", 20ms}});
    const auto seen = look(at("imap", server), 500ms);
    EXPECT_THAT(seen, Failed(Reason::protocol));
    EXPECT_TRUE(seen.bytes_arriving);
}

TEST_F(SlowServer, IsSilentWhenItSpokeLongBeforeTheTimeWasUp) {
    ScriptedServer server(encrypted(authority.issue("127.0.0.1"), {Stall{}}));
    const auto seen = look(at("imaps", server), 800ms);
    EXPECT_THAT(seen, Failed(Reason::no_greeting));
    EXPECT_FALSE(seen.bytes_arriving) << "the handshake's bytes are of the past";
}

TEST_F(SlowServer, IsGoodWhenItFinishesInTime) {
    ScriptedServer server({Drip{"* OK slow\r\n", 5ms}, Serve{{{"CAPABILITY", "{tag} OK\r\n"}}}});
    EXPECT_THAT(look(at("imap", server)), CameOff());
}

TEST_F(SlowServer, WhoseHandshakeStillTricklesIsToldFromASilentOne) {
    const std::string beginning("\x16\x03\x03\x0f\xff", 5);
    ScriptedServer server({Drip{beginning + std::string(4000, 'x'), 20ms}});
    const auto seen = look(at("imaps", server), 500ms);
    EXPECT_THAT(seen, Failed(Reason::tls_timeout));
    EXPECT_TRUE(seen.bytes_arriving);
}

} // namespace
} // namespace offline::probes
