#include <chrono>

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "servers/scripts.h"

namespace {

using namespace offline;
using namespace std::chrono_literals;

/// offlinectl beside a daemon on one bus.
class StatusByTheDaemon : public bus::DaemonTest {};

TEST_F(StatusByTheDaemon, TellsTheFirstVerdictAsSoonAsItIsThere) {
    auto slowly = servers::imap();
    slowly.front() = servers::Drip{"* OK IMAP4rev1 server ready\r\n", 30ms};
    const servers::ScriptedServer slow(slowly);
    daemon().write_profile("work.toml",
                           "endpoints = [\"imap://127.0.0.1:" + std::to_string(slow.port()) + "\"]\n");
    daemon().start();

    const auto begun = std::chrono::steady_clock::now();
    const auto told = servers::run({OFFLINECTL, "--json", "status", "work"}, daemon().variables());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, 9s); // after 10 s it tells what it has, judged or not
    ASSERT_EQ(told.status, 0) << told.output;
    EXPECT_EQ(boost::json::parse(told.output).at("reason").as_string(), "ok");
}

} // namespace
