#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>

#include "loop/alarm.h"

namespace offline::loop {
namespace {

using namespace std::chrono_literals;

class AlarmTest : public testing::Test {
protected:
    auto says(const std::string& what) {
        return [this, what] { heard_ += what; };
    }

    boost::asio::io_context loop_;
    Alarm first_{loop_.get_executor()};
    Alarm second_{loop_.get_executor()};
    std::string heard_;
};

TEST_F(AlarmTest, RingsInTheOrderOfTheTimesAndNotTooEarly) {
    const auto begun = std::chrono::steady_clock::now();
    first_.set(20ms, says("a"));
    second_.set(10ms, says("b"));
    loop_.run();
    EXPECT_EQ(heard_, "ba");
    EXPECT_GE(std::chrono::steady_clock::now() - begun, 20ms);
}

TEST_F(AlarmTest, RingsAtOnceForATimeThatIsOver) {
    first_.set(base::Instant::min(), says("a"));
    loop_.run();
    EXPECT_EQ(heard_, "a");
}

TEST_F(AlarmTest, RingsForTheLastTimeThatWasSetAndForNoOther) {
    first_.set(1h, says("a"));
    first_.set(1ms, says("b"));
    second_.set(1ms, says("c"));
    second_.set(5ms, says("d"));
    loop_.run();
    EXPECT_EQ(heard_, "bd");
}

TEST_F(AlarmTest, LeavesTheLoopNothingToWaitForWhenItIsOff) {
    first_.set(1h, says("a"));
    second_.set(1h, says("b"));
    first_.off();
    second_.off();
    loop_.run();
    EXPECT_EQ(heard_, "");
}

TEST_F(AlarmTest, MayBeSetAnewAndEndInsideItsRing) {
    std::optional<Alarm> third(loop_.get_executor());
    third->set(1ms, [&] { third.reset(); });
    first_.set(1ms, [this] { first_.set(0ms, says("a")); });
    loop_.run();
    EXPECT_EQ(heard_, "a");
}

TEST_F(AlarmTest, RingsAgainAfterAllWereOff) {
    first_.set(1h, says("a"));
    first_.off();
    second_.set(1ms, says("b"));
    loop_.run();
    EXPECT_EQ(heard_, "b");
}

TEST_F(AlarmTest, MayCallOffOneThatIsDueAtTheSameTime) {
    first_.set(base::Instant::min(), [this] { second_.off(); });
    second_.set(base::Instant::min() + 1ns, says("b"));
    loop_.run();
    EXPECT_EQ(heard_, "");
}

struct Sleeper {
    explicit Sleeper(boost::asio::io_context& loop) : alarm(loop.get_executor()) {}

    Alarm alarm;
};

TEST(Alarm, EndsWithALoopThatEndsBeforeItRang) {
    std::weak_ptr<Sleeper> seen;
    {
        boost::asio::io_context loop;
        const auto kept_by_itself = std::make_shared<Sleeper>(loop);
        kept_by_itself->alarm.set(1h, [kept_by_itself] {});
        seen = kept_by_itself;
        loop.poll();
    }
    EXPECT_TRUE(seen.expired());
}

} // namespace
} // namespace offline::loop
