#include <chrono>
#include <functional>
#include <optional>

#include <gmock/gmock.h>

#include "servers/message_bus.h"
#include "sources/ear_on_the_bus.h"
#include "sources/logind.h"

namespace offline::sources {
namespace {

using namespace std::chrono_literals;
using model::Source;
using testing::HasSubstr;

/// logind is played; the test itself is told of sleep, and lets go when it likes.
class LogindTest : public testing::Test {
protected:
    void SetUp() override {
        if (!servers::MessageBus::missing().empty())
            GTEST_SKIP() << servers::MessageBus::missing();
        daemon_.start();
        players_.emplace();
        bus_->follow(logind_);
        bus_->start();
    }

    void TearDown() override { bus_->stop(); }

    bool holds(int inhibitors) {
        return run_until(loop_, [&] { return players_->number("inhibitors") == inhibitors; });
    }

    bool is_told(int sleeps, int wakings) {
        return run_until(loop_, [&] { return sleeps_ == sleeps && wakings_ == wakings; });
    }

    servers::MessageBus daemon_;
    boost::asio::io_context loop_;
    std::optional<servers::Players> players_;
    std::shared_ptr<SystemBus> bus_ = std::make_shared<SystemBus>(loop_.get_executor(), nullptr);
    int sleeps_ = 0, wakings_ = 0;
    std::function<void()> let_go_;
    Logind logind_{loop_.get_executor(),
                   *bus_,
                   {.sleeps =
                        [this](std::function<void()> told) {
                            ++sleeps_;
                            let_go_ = std::move(told);
                        },
                    .wakes = [this] { ++wakings_; }}};
};

TEST_F(LogindTest, IsHeldBackUntilEverybodyWasTold) {
    players_->tell("play logind");
    ASSERT_TRUE(holds(1));
    EXPECT_TRUE(run_until(loop_, [&] { return logind_.source().outcome == Source::Outcome::working; }));
    for (int sleeps = 1; sleeps <= 2; ++sleeps) {
        players_->tell("sleep yes");
        ASSERT_TRUE(is_told(sleeps, sleeps - 1));
        players_->tell("sleep yes"); // once more is the same sleep
        loop_.restart();
        loop_.run_for(200ms);
        EXPECT_EQ(players_->number("inhibitors"), 1);
        let_go_();
        EXPECT_TRUE(holds(0));
        players_->tell("sleep no");
        EXPECT_TRUE(is_told(sleeps, sleeps));
        EXPECT_TRUE(holds(1));
    }
}

TEST_F(LogindTest, IsHeldBackForThreeSecondsAtMost) {
    players_->tell("play logind");
    ASSERT_TRUE(holds(1));
    const auto announced = std::chrono::steady_clock::now();
    players_->tell("sleep yes");
    ASSERT_TRUE(holds(0));
    EXPECT_GT(players_->released() - announced, 2900ms);
    EXPECT_LT(players_->released() - announced, 4s);
}

TEST_F(LogindTest, IsNotLetGoByWhoeverIsLateForAnEarlierSleep) {
    players_->tell("play logind");
    ASSERT_TRUE(holds(1));
    players_->tell("sleep yes");
    ASSERT_TRUE(is_told(1, 0));
    const auto late = let_go_;
    players_->tell("sleep no");
    ASSERT_TRUE(is_told(1, 1));
    players_->tell("sleep yes");
    ASSERT_TRUE(is_told(2, 1));
    late();
    loop_.restart();
    loop_.run_for(200ms);
    EXPECT_EQ(players_->number("inhibitors"), 1);
    let_go_();
    EXPECT_TRUE(holds(0));
}

TEST_F(LogindTest, SaysWhyItCannotBeHeldBackAndIsHeardAllTheSame) {
    players_->tell("refuse yes");
    players_->tell("play logind");
    ASSERT_TRUE(run_until(loop_, [&] { return logind_.source().outcome == Source::Outcome::failed; }));
    EXPECT_THAT(logind_.source().detail, HasSubstr("OperationInProgress"));
    players_->tell("sleep yes");
    EXPECT_TRUE(is_told(1, 0));
    players_->tell("refuse no");
    players_->tell("sleep no");
    EXPECT_TRUE(is_told(1, 1));
    EXPECT_TRUE(run_until(loop_, [&] { return logind_.source().outcome == Source::Outcome::working; }));
    EXPECT_TRUE(holds(1));
}

TEST_F(LogindTest, SaysThatItsAnswerHasTheWrongType) {
    players_->tell("wrong yes");
    players_->tell("play logind");
    ASSERT_TRUE(run_until(loop_, [&] { return logind_.source().outcome == Source::Outcome::failed; }));
    EXPECT_THAT(logind_.source().detail, HasSubstr("wrong type"));
    players_->tell("sleep yes");
    players_->tell("wrong no");
    players_->tell("sleep no");
    EXPECT_TRUE(holds(1));
    EXPECT_EQ(sleeps_, 0);
}

TEST_F(LogindTest, IsAwakeWhenItEndsInTheMiddleOfASleep) {
    players_->tell("play logind");
    ASSERT_TRUE(holds(1));
    players_->tell("sleep yes");
    ASSERT_TRUE(is_told(1, 0));
    players_->tell("leave logind");
    EXPECT_TRUE(is_told(1, 1));
    EXPECT_TRUE(holds(0));
    EXPECT_EQ(logind_.source().outcome, Source::Outcome::absent);
}

} // namespace
} // namespace offline::sources
