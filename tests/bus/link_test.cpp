// Real links: the daemon is a process in the client's network.
#include <gmock/gmock.h>

#include "bus/daemon_on_bus.h"
#include "metrics/caller.h"
#include "metrics/reading.h"
#include "net/net_test.h"
#include "net/routing_world.h"

namespace offline::bus {
namespace {

using namespace std::chrono_literals;

class LinkTest : public net::NetTest {
protected:
    void SetUp() override {
        NetTest::SetUp();
        if (IsSkipped())
            return;
        if (!servers::BusDaemon::missing().empty())
            GTEST_SKIP() << servers::BusDaemon::missing();
        world_.emplace();
        daemon_.emplace();
        daemon_->write_profile("work.toml",
                               std::string("name = \"Work\"\nendpoints = [\"") + world_->near + "\"]\n");
        daemon_->start({"--metrics", "unix:" + place_.socket.string()});
        program_.emplace(daemon_->address());
        work_ = program_->profile("Work", false);
        ASSERT_TRUE(comes_true([&] { return work_->Reason() == "ok"; }));
    }

    servers::TempFolder folder_;
    const metrics::Place place_{.socket = folder_.path() / "m.sock"};
    std::optional<net::RoutingWorld> world_;
    std::optional<DaemonOnBus> daemon_;
    std::optional<Client> program_;
    std::unique_ptr<Profile> work_;
};

TEST_F(LinkTest, ThatGoesDownIsToldAtOnceAndWaitsForNobody) {
    work_->join(); // and never says that it is ready
    const auto before = work_->heard().size();
    const auto pulled = world_->card().down();
    const auto start = work_->hears("START", before);
    EXPECT_FALSE(start.waits);
    EXPECT_EQ(start.reason, "no-route");
    EXPECT_LT(work_->hears("STATECHANGE", before).at - pulled, net::at_once);
    const auto gone = work_->hears("DONE", before).sequence;
    world_->card().up();
    EXPECT_TRUE(comes_true([&] { return work_->State() == "online"; }));
    EXPECT_EQ(work_->snapshot().sequence, gone + 3);
}

TEST_F(LinkTest, ThatGoesDownEndsTheWaitOfAWish) {
    work_->join();
    const auto before = work_->heard().size();
    auto answer = work_->set_state("offline");
    EXPECT_TRUE(work_->hears("START", before).waits);
    world_->card().down();
    EXPECT_EQ(answer.get(), "");
    const auto heard = work_->heard();
    EXPECT_LT(work_->hears("STATECHANGE", before).at - heard.at(before).at, 1900ms);
    EXPECT_EQ(work_->Verdict(), "offline");
}

TEST_F(LinkTest, EventsThatChangeNothingForAProfileAreCountedAndMeasured) {
    const auto suppressed = [&] {
        return metrics::Reading(metrics::scrape(place_))
            .value("offlined_events_suppressed_total")
            .value_or(0);
    };
    const auto before = suppressed();
    for (int i = 0; i < 5; ++i) { // its server is on this side of the router
        world_->remove_default_route();
        world_->add_default_route();
    }
    EXPECT_TRUE(comes_true([&] { return suppressed() >= before + 10; }));
    EXPECT_EQ(work_->State(), "online");
}

} // namespace
} // namespace offline::bus
