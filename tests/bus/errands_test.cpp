#include "bus/errands.h"

#include <atomic>
#include <future>
#include <latch>
#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace offline::bus {
namespace {

/// What is not to end before the test says so.
class Gate {
public:
    void pass() { opened_.wait(); }

    void open() {
        if (!is_open_.exchange(true))
            promise_.set_value();
    }

    ~Gate() { open(); }

private:
    std::promise<void> promise_;
    std::shared_future<void> opened_ = promise_.get_future().share();
    std::atomic<bool> is_open_{false};
};

TEST(Errands, ThatWaitDoNotWaitForEachOther) {
    Errands errands;
    std::latch all(2);
    EXPECT_TRUE(errands.run(":1.1", true, [&] { all.arrive_and_wait(); }));
    EXPECT_TRUE(errands.run(":1.1", true, [&] { all.arrive_and_wait(); }));
    all.wait();
}

TEST(Errands, ThatDoNotWaitAreRunInTheirOrder) {
    std::vector<int> order;
    {
        Errands errands;
        for (int i = 0; i < 8; ++i)
            EXPECT_TRUE(errands.run(":1.1", false, [&order, i] { order.push_back(i); }));
    }
    EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
}

TEST(Errands, AreEightForEachConnectionAndSixtyFourForAll) {
    for (const bool first_waits : {true, false}) {
        Gate gate;
        Errands errands;
        for (std::size_t i = 0; i < Errands::most_of_one; ++i)
            EXPECT_TRUE(errands.run(":1.1", first_waits, [&] { gate.pass(); }));
        EXPECT_FALSE(errands.run(":1.1", first_waits, [] {}));
        EXPECT_TRUE(errands.run(":1.1", !first_waits, [] {})) << "the other kind is counted apart";
        EXPECT_TRUE(errands.run(":1.2", first_waits, [] {}));
        gate.open();
    }
    Gate gate;
    Errands errands;
    for (std::size_t i = 0; i < Errands::most; ++i)
        EXPECT_TRUE(
            errands.run(":1." + std::to_string(i / Errands::most_of_one), true, [&] { gate.pass(); }));
    EXPECT_FALSE(errands.run(":2.1", true, [] {}));
    gate.open();
}

TEST(Errands, ThatHaveEndedMakeRoom) {
    Errands errands;
    std::atomic<int> done{0};
    for (int i = 0; i < 500; ++i)
        while (!errands.run(":1.1", true, [&] { ++done; }))
            std::this_thread::yield();
    errands.join();
    EXPECT_EQ(done, 500);
}

TEST(Errands, AreNotBegunOnceTheyAreJoined) {
    Errands errands;
    std::atomic<int> done{0};
    errands.run(":1.1", false, [&] { ++done; });
    errands.run(":1.1", true, [&] { ++done; });
    errands.join();
    EXPECT_EQ(done, 2);
    EXPECT_FALSE(errands.run(":1.1", true, [&] { ++done; }));
    EXPECT_FALSE(errands.run(":1.1", false, [&] { ++done; }));
    EXPECT_EQ(done, 2);
}

} // namespace
} // namespace offline::bus
