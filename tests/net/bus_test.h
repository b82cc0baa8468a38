#pragma once

#include <optional>
#include <string>
#include <utility>

#include "net/net_test.h"
#include "servers/message_bus.h"

namespace offline::net {

/// A NetTest whose system bus is its own, with somebody who is played on it ("logind", "manager").
class BusTest : public NetTest {
protected:
    explicit BusTest(std::string part) : part_(std::move(part)) {}

    /// Before there are servers: a program that is started keeps their sockets open.
    void SetUp() override {
        NetTest::SetUp();
        if (IsSkipped())
            return;
        if (!servers::MessageBus::missing().empty())
            GTEST_SKIP() << servers::MessageBus::missing();
        bus_.emplace();
        bus_->start();
        players_.emplace();
        players_->tell("play " + part_);
    }

    servers::Players& played() { return *players_; }

private:
    const std::string part_;
    std::optional<servers::MessageBus> bus_;
    std::optional<servers::Players> players_;
};

} // namespace offline::net
