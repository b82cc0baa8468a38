#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;

/// A script that no mail server plays, and a scheme that meets it.
struct Attack {
    const char* name;
    const char* scheme;
    Script script;
};

class HostileServer : public Probing, public testing::WithParamInterface<Attack> {};

TEST_P(HostileServer, IsSeenThroughInBoundedTimeAndMemory) {
    ScriptedServer server(GetParam().script);
    const auto began = std::chrono::steady_clock::now();
    const auto seen = look(at(GetParam().scheme, server), 10s);
    EXPECT_THAT(seen, Failed(Reason::protocol));
    EXPECT_LT(seen.detail.size(), 300U);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 5s) << "long before its time was up";
}

const std::string noise("\x01\xff\x00\x80\x7f\x1b[31m\x07", 11);

INSTANTIATE_TEST_SUITE_P(
    Attacks, HostileServer,
    testing::Values(Attack{"an_endless_line", "imap", {Flood{std::string(4096, 'x')}}},
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
                    Attack{"empty_lines", "imap", {Flood{"\r\n"}}}),
    [](const auto& test) { return std::string(test.param.name); });

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
