#include "probes/probing.h"

namespace offline::probes {
namespace {

using namespace servers;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using HttpProbe = Probing;

class GoodStatus : public Probing, public testing::WithParamInterface<const char*> {};

TEST_P(GoodStatus, IsOnline) {
    ScriptedServer server(http(GetParam()));
    EXPECT_THAT(look(at("http", server)), CameOff());
}

INSTANTIATE_TEST_SUITE_P(Below500, GoodStatus,
                         testing::Values("200 OK", "204 No Content", "301 Moved", "401 Unauthorized",
                                         "404 Not Found", "499 Odd"));

TEST_F(HttpProbe, SendsHeadWithoutCookieOrCredential) {
    ScriptedServer server(http("200 OK", "Set-Cookie: a=b\r\n"));
    look(at("http", server) + "/caldav?x=1");
    look(at("http", server) + "/caldav?x=1");
    EXPECT_THAT(server.lines(), Contains("HEAD /caldav?x=1 HTTP/1.1"));
    EXPECT_THAT(server.lines(), Contains("Host: 127.0.0.1:" + std::to_string(server.port())));
    EXPECT_THAT(server.lines(), Not(Contains(StartsWith("Cookie"))));
    EXPECT_THAT(server.lines(), Not(Contains(StartsWith("Authorization"))));
}

TEST_F(HttpProbe, SpeaksWithinTls) {
    ScriptedServer server(https(authority.issue("127.0.0.1"), "200 OK"));
    EXPECT_THAT(look(at("https", server)), CameOff());
}

TEST_F(HttpProbe, ReportsServiceRefusedWithTheStatusLine) {
    ScriptedServer server(http("503 Service Unavailable"));
    const auto seen = look(at("http", server));
    EXPECT_THAT(seen, Failed(Reason::service_refused));
    EXPECT_THAT(seen.detail, HasSubstr("503 Service Unavailable"));
}

Script only_get(const std::string& status_of_head, const std::string& status_of_get) {
    return {Serve{{{"HEAD ", "HTTP/1.1 " + status_of_head + "\r\nContent-Length: 0\r\n\r\n"},
                   {"GET ", "HTTP/1.1 " + status_of_get + "\r\nContent-Length: 0\r\n\r\n", true}}}};
}

TEST_F(HttpProbe, AsksWithGetWhereTheServerDoesNotKnowHead) {
    ScriptedServer good(only_get("501 Not Implemented", "200 OK"));
    EXPECT_THAT(look(at("http", good)), CameOff());
    ScriptedServer bad(only_get("501 Not Implemented", "503 Service Unavailable"));
    EXPECT_THAT(look(at("http", bad)), Failed(Reason::service_refused));
    EXPECT_EQ(bad.connections(), 1) << "over the same connection";
}

TEST_F(HttpProbe, IsContentWithAServerThatForbidsHead) {
    ScriptedServer server(only_get("405 Method Not Allowed", "503 Service Unavailable"));
    EXPECT_THAT(look(at("http", server)), CameOff());
}

TEST_F(HttpProbe, IsContentWithABodyThatHeadMustNotHave) {
    // It comes behind the answer, when the next one is due.
    ScriptedServer server({Serve{{{"HEAD ", "HTTP/1.1 501 No\r\nContent-Length: 5\r\n\r\n"},
                                  {"GET ", "helloHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", true}}}});
    EXPECT_THAT(look(at("http", server)), CameOff());
}

TEST_F(HttpProbe, ReportsNoGreetingWhenTheServerBreaksOffInItsAnswer) {
    ScriptedServer server({Say{"HTTP/1.1 200 OK\r\nContent-"}});
    EXPECT_THAT(look(at("http", server)), Failed(Reason::no_greeting));
}

TEST_F(HttpProbe, IsContentWithAServerThatRejectsHeadAndCloses) {
    ScriptedServer server(http("501 Not Implemented", "Connection: close\r\n"));
    EXPECT_THAT(look(at("http", server)), CameOff());
    EXPECT_EQ(server.connections(), 1);
}

TEST_F(HttpProbe, WaitsForTheFinalAnswer) {
    ScriptedServer server(
        {Say{"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"}});
    EXPECT_THAT(look(at("http", server)), Failed(Reason::service_refused));
}

TEST_F(HttpProbe, TiresOfInterimAnswers) {
    ScriptedServer server({Flood{"HTTP/1.1 100 Continue\r\n\r\n"}});
    EXPECT_THAT(look(at("http", server)), Failed(Reason::protocol));
}

TEST_F(HttpProbe, ReportsProtocolWhenAnotherServerGreets) {
    ScriptedServer server(smtp());
    EXPECT_THAT(look(at("http", server)), Failed(Reason::protocol));
}

TEST_F(HttpProbe, ReportsNoGreetingWhenTheServerClosesWithoutAWord) {
    ScriptedServer server({Serve{{{"", "", true}}}});
    EXPECT_THAT(look(at("http", server)), Failed(Reason::no_greeting));
}

TEST_F(HttpProbe, ReportsProtocolOnAHeaderWithoutAnEnd) {
    ScriptedServer server({Say{"HTTP/1.1 200 OK\r\n"}, Flood{"X-Filler: " + std::string(500, 'x') + "\r\n"}});
    EXPECT_THAT(look(at("http", server)), Failed(Reason::protocol));
}

} // namespace
} // namespace offline::probes
