#include <chrono>
#include <fstream>
#include <string>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/net_test.h"
#include "net/world.h"
#include "sources/kernel_events.h"
#include "sources/kernel_ways.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::make_address;

/// A client with a cable to a router, and an ear at the client.
class KernelEventsTest : public net::NetTest {
protected:
    void SetUp() override {
        NetTest::SetUp();
        if (IsSkipped())
            return;
        world_.emplace();
        router_ = &world_->host("router");
        cable_ = &world_->cable(world_->client(), "192.168.7.2/24", *router_, "192.168.7.1/24");
        events_ = KernelEvents::open(loop_.get_executor()).value();
    }

    void listen() {
        events_->start([this](const Wake& wake) {
            ++wakes_;
            last_ = wake;
        });
    }

    /// Runs the loop until a wake-up came.
    bool woken() {
        const int before = wakes_;
        const auto deadline = std::chrono::steady_clock::now() + 10s;
        while (wakes_ == before && std::chrono::steady_clock::now() < deadline) {
            loop_.restart();
            loop_.run_one_for(1s);
        }
        return wakes_ != before;
    }

    /// Runs the loop until the kernel has been quiet for a while.
    void quiet() {
        loop_.restart();
        while (loop_.run_one_for(50ms) != 0) {
        }
        wakes_ = 0;
    }

    boost::asio::io_context loop_;
    std::optional<net::World> world_;
    net::Host* router_{};
    net::Cable* cable_{};
    std::unique_ptr<KernelEvents> events_;
    int wakes_{};
    Wake last_;
};

TEST_F(KernelEventsTest, WakesForEachKindOfChange) {
    listen();
    quiet();
    auto& client = world_->client();
    const std::pair<const char*, std::function<void()>> changes[] = {
        {"link down", [&] { cable_->near().down(); }},
        {"link up", [&] { cable_->near().up(); }},
        {"carrier lost", [&] { cable_->far().down(); }},
        {"carrier back", [&] { cable_->far().up(); }},
        {"route added", [&] { client.add_route("default", "192.168.7.1"); }},
        {"route removed", [&] { client.remove_route("default", "192.168.7.1"); }},
        {"IPv6 address", [&] { cable_->near().add("fd07::2/64"); }},
        {"IPv6 route", [&] { client.add_route("default", "fd07::1"); }},
        {"address removed", [&] { cable_->near().remove("192.168.7.2/24"); }},
        {"rule added", [&] { client.sh("ip rule add to 203.0.113.9 unreachable"); }},
        {"IPv6 rule added", [&] { client.sh("ip -6 rule add to 2001:db8::9 unreachable"); }},
        {"next hop added", [&] { client.sh("ip nexthop add id 7 dev eth0"); }},
        {"next hop removed", [&] { client.sh("ip nexthop del id 7"); }},
        {"interface gone", [&] { cable_->vanish(); }},
    };
    for (const auto& [what, change] : changes) {
        change();
        EXPECT_TRUE(woken()) << what;
        quiet();
    }
    EXPECT_THAT(events_->missing_groups(), testing::IsEmpty());
    EXPECT_EQ(events_->ignored(), 0U);
}

TEST_F(KernelEventsTest, MakesOneCallOfWhateverIsWaiting) {
    for (int i = 0; i < 20; ++i) {
        world_->client().add_route("203.0.113.0/24", "192.168.7.1");
        world_->client().remove_route("203.0.113.0/24", "192.168.7.1");
    }
    listen();
    ASSERT_TRUE(woken());
    EXPECT_GE(last_.messages, 40U);
    EXPECT_FALSE(last_.overrun);
    quiet();
    loop_.restart();
    EXPECT_EQ(loop_.run_one_for(50ms), 0U);
}

TEST_F(KernelEventsTest, NeverCallsAgainOnceDestroyed) {
    listen();
    quiet();
    cable_->near().down();
    loop_.restart();
    loop_.poll_one(); // the wake-up may be on its way already
    wakes_ = 0;
    events_.reset();
    loop_.restart();
    loop_.run_for(50ms);
    EXPECT_EQ(wakes_, 0);
}

TEST_F(KernelEventsTest, MayBeDestroyedByItsOwnCallback) {
    events_->start([this](const Wake&) {
        ++wakes_;
        events_.reset();
    });
    cable_->near().down();
    EXPECT_TRUE(woken());
    EXPECT_EQ(events_, nullptr);
}

TEST_F(KernelEventsTest, IgnoresWhatIsNotFromTheKernel) {
    listen();
    quiet();
    const int stranger = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

    struct {
        nlmsghdr head;
        ifinfomsg body;
    } forged{.head = {.nlmsg_len = sizeof forged, .nlmsg_type = RTM_NEWLINK}, .body = {}};

    const sockaddr_nl everybody{
        .nl_family = AF_NETLINK, .nl_pad = 0, .nl_pid = 0, .nl_groups = 1U << (RTNLGRP_LINK - 1)};
    ASSERT_EQ(sendto(stranger, &forged, sizeof forged, 0, reinterpret_cast<const sockaddr*>(&everybody),
                     sizeof everybody),
              static_cast<ssize_t>(sizeof forged));
    close(stranger);
    loop_.restart();
    while (events_->ignored() == 0 && loop_.run_one_for(1s) != 0) {
    }
    EXPECT_EQ(events_->ignored(), 1U);
    EXPECT_EQ(wakes_, 0);
}

// A tenth of the limit is what the contract grants from the change to the notification.
TEST_F(KernelEventsTest, TellsALostLinkAndALostCarrierWithinMilliseconds) {
    auto ways = KernelWays::open().value();
    listen();
    for (auto* card : {&cable_->near(), &cable_->far()})
        for (int i = 0; i < 20; ++i) {
            quiet();
            const auto open = ways->to(make_address("192.168.7.1"), nullptr);
            ASSERT_TRUE(open.open);
            const auto changed = card->down();
            ASSERT_TRUE(woken());
            EXPECT_TRUE(ways->to(make_address("192.168.7.1"), &open).link_lost);
            EXPECT_LT(std::chrono::steady_clock::now() - changed, 200ms);
            card->up();
            while (!ways->to(make_address("192.168.7.1"), nullptr).open)
                ASSERT_TRUE(woken());
        }
}

TEST_F(KernelEventsTest, TellsTheTruthAfterTenThousandRoutesAtOnce) {
    listen();
    quiet();
    world_->client().sh("for a in $(seq 0 39); do for b in $(seq 0 249); do"
                        " echo route add 10.$a.$b.0/24 via 192.168.7.1; done; done | ip -batch -");
    std::size_t seen = 0;
    bool overrun = false;
    while (woken()) {
        seen += last_.messages;
        overrun |= last_.overrun;
        if (overrun || seen >= 10'000)
            break;
    }
    EXPECT_TRUE(overrun || seen >= 10'000) << seen;
    quiet();
    auto ways = KernelWays::open().value();
    EXPECT_TRUE(ways->to(make_address("10.39.249.1"), nullptr).open);
    cable_->far().down();
    EXPECT_TRUE(woken());
    EXPECT_FALSE(ways->to(make_address("10.39.249.1"), nullptr).open);
}

} // namespace
} // namespace offline::sources
