#include <cstddef>

#include <gmock/gmock.h>

#include "net/loss.h"
#include "net/net_test.h"
#include "net/watch.h"

namespace offline::net {
namespace {

constexpr std::size_t times = 20;

// How fast it is, bench/detect.cpp measures; here it only must not be slow on a machine with other work.
class Latency : public NetTest {
protected:
    static void expect_prompt(const LossTimes& all) {
        EXPECT_LT(quantile(all.late, 0.5), 50ms);
        EXPECT_LT(quantile(all.back, 0.5), one_round);
    }

    static void expect_a_prompt_callback(const Loss& loss) {
        RoutingWorld world;
        Witness witness;
        Client mail({.endpoints = {world.near}, .damping = false});
        ASSERT_TRUE(mail.meets(Reason::ok));
        expect_prompt(suffer(world, witness, loss, times, [&](std::size_t nth) {
            const auto change = mail.change(nth);
            EXPECT_EQ(change.to, nth % 2 == 1 ? State::offline : State::online);
            return change.done;
        }));
        EXPECT_EQ(mail.changes(), 2 * times);
    }

    static void expect_a_prompt_line(const Loss& loss) {
        RoutingWorld world;
        Witness witness;
        put_on_disk({.name = "Watched", .endpoints = {world.near}, .damping = false});
        Watch watch(OFFLINECTL, "Watched");
        watch.until("ok");
        expect_prompt(suffer(world, witness, loss, times, [&](std::size_t nth) { return watch.done(nth); }));
    }
};

TEST_F(Latency, OfACallbackIsMillisecondsWhenTheLinkGoesDown) { expect_a_prompt_callback(link_down); }

TEST_F(Latency, OfACallbackIsMillisecondsWhenTheCarrierIsLost) { expect_a_prompt_callback(carrier_lost); }

TEST_F(Latency, OfOfflinectlIsMillisecondsWhenTheLinkGoesDown) { expect_a_prompt_line(link_down); }

TEST_F(Latency, OfOfflinectlIsMillisecondsWhenTheCarrierIsLost) { expect_a_prompt_line(carrier_lost); }

} // namespace
} // namespace offline::net
