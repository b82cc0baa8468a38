#include <string>

#include <gtest/gtest.h>

#include "model/endpoint.h"
#include "session/session.h"
#include "windows/server.h"

namespace offline::probes {
namespace {

using namespace std::chrono_literals;

model::Look look_at(const std::string& scheme, const test::Server& server) {
    const auto url = scheme + "://127.0.0.1:" + std::to_string(server.port());
    return session::probe_once(*model::parse_endpoint(url), 20s);
}

TEST(Certificate, ThatIsNotCheckedIsSpokenOf) {
    const test::Server server("* OK ready\r\n");
    EXPECT_EQ(look_at("imaps", server).detail,
              "the server accepts connections; its certificate was not checked");
    EXPECT_EQ(look_at("imap", server).detail,
              "the server answers: * OK ready; its certificate was not checked");
    EXPECT_EQ(look_at("tcp", server).detail, "the server accepts connections");
}

} // namespace
} // namespace offline::probes
