#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>

#include "engine/allowance.h"
#include "engine/profile_state.h"

namespace offline::engine {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using Clock = std::chrono::steady_clock;

/// What one client was told, as "START offline suspended"; it may be held inside its calls.
class Diary {
public:
    void wait_inside(bool begins) {
        const std::lock_guard lock(mutex_);
        held_ = begins;
        moved_.notify_all();
    }

    void write(const std::string& line) {
        std::unique_lock lock(mutex_);
        lines_.push_back(line);
        moved_.notify_all();
        moved_.wait(lock, [this] { return !held_; });
    }

    bool says(const std::string& line) {
        std::unique_lock lock(mutex_);
        return moved_.wait_for(lock, 10s, [&] { return std::ranges::find(lines_, line) != lines_.end(); });
    }

    std::vector<std::string> taken() {
        const std::lock_guard lock(mutex_);
        return std::exchange(lines_, {});
    }

private:
    std::mutex mutex_;
    std::condition_variable moved_;
    std::vector<std::string> lines_;
    bool held_ = false;
};

class Writer final : public dispatch::Sink {
public:
    explicit Writer(Diary& diary) noexcept : diary_(diary) {}

    void deliver(const dispatch::Notice& notice) override {
        diary_.write(std::string(word(notice.phase)) + ' ' + std::string(word(notice.transition.to)) + ' ' +
                     std::string(word(notice.transition.reason)));
    }

private:
    Diary& diary_;
};

class ProfileThatSleeps : public testing::Test {
protected:
    ProfileThatSleeps() {
        profile_->subscribe<Writer>(
            *profile_->global(), nullptr, [](dispatch::Token) {}, diary_);
    }

    ~ProfileThatSleeps() override { diary_.wait_inside(false); }

    /// Becomes ready when nothing of it is left to be told.
    std::future<void> sleep(bool announced) {
        const auto told = std::make_shared<std::promise<void>>();
        profile_->sleep(announced, [told] { told->set_value(); });
        return told->get_future();
    }

    static bool is_over(const std::future<void>& told) {
        return told.wait_for(10s) == std::future_status::ready;
    }

    Reason reason() { return profile_->snapshot(*profile_->global()).standing.reason; }

    Diary diary_;
    dispatch::Dispatcher dispatcher_;
    std::shared_ptr<ProfileState> profile_ = std::make_shared<ProfileState>("Work", dispatcher_);
};

TEST_F(ProfileThatSleeps, IsOverWhenTheLastDoneIs) {
    const auto told = sleep(true);
    ASSERT_TRUE(is_over(told));
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
    // So slow a client may get no processor for 10 ms: it lags then, and is not waited for.
    ASSERT_TRUE(diary_.says("DONE offline suspended"));
#endif
    EXPECT_THAT(diary_.taken(), ElementsAre("START offline suspended", "STATECHANGE offline suspended",
                                            "DONE offline suspended"));
    ASSERT_TRUE(is_over(sleep(false)));
    EXPECT_TRUE(diary_.says("DONE online unknown"));
}

TEST_F(ProfileThatSleeps, WaitsForAClientInItsStart) {
    diary_.wait_inside(true);
    const auto told = sleep(true);
    ASSERT_TRUE(diary_.says("START offline suspended"));
    EXPECT_EQ(told.wait_for(200ms), std::future_status::timeout);
    EXPECT_EQ(profile_->global()->state(), State::online);
    diary_.wait_inside(false);
    EXPECT_TRUE(is_over(told));
    EXPECT_EQ(profile_->global()->state(), State::offline);
}

TEST_F(ProfileThatSleeps, IsOverAtOnceWhereTheUserWorksOfflineAlready) {
    ASSERT_TRUE(profile_->wish(*profile_->global(), State::offline, ProfileState::Wait::yes));
    diary_.taken();
    const auto told = sleep(true);
    EXPECT_EQ(told.wait_for(0s), std::future_status::ready);
    EXPECT_THAT(diary_.taken(), IsEmpty());
    EXPECT_EQ(reason(), Reason::user);
}

TEST_F(ProfileThatSleeps, EndsTheWaitOfAWishToGoOnlineAndFollowsIt) {
    ASSERT_TRUE(profile_->wish(*profile_->global(), State::offline, ProfileState::Wait::yes));
    diary_.taken();
    diary_.wait_inside(true);
    ASSERT_TRUE(profile_->wish(*profile_->global(), State::online, ProfileState::Wait::no));
    ASSERT_TRUE(diary_.says("START online unknown"));
    const auto announced = Clock::now();
    const auto told = sleep(true);
    EXPECT_TRUE(is_over(told));
    EXPECT_LT(Clock::now() - announced, 1900ms) << "the client that does not return was waited for once more";
    EXPECT_EQ(profile_->global()->state(), State::offline);
    EXPECT_EQ(reason(), Reason::suspended);
    diary_.wait_inside(false);
    EXPECT_TRUE(diary_.says("DONE offline suspended"));
}

TEST_F(ProfileThatSleeps, IsOnlineInTheEndWhereTheSleepIsCalledOffWhileItIsTold) {
    diary_.wait_inside(true);
    const auto told = sleep(true);
    ASSERT_TRUE(diary_.says("START offline suspended"));
    const auto awake = sleep(false);
    diary_.wait_inside(false);
    EXPECT_TRUE(is_over(told));
    EXPECT_TRUE(is_over(awake));
    EXPECT_TRUE(diary_.says("DONE online unknown"));
    EXPECT_EQ(profile_->global()->state(), State::online);
}

TEST(Allowance, GrantsFourAtOnceAndOneAMinute) {
    Allowance hints;
    Clock::time_point now(1000s);
    const auto granted = [&](int asked) {
        int count = 0;
        for (int i = 0; i < asked; ++i)
            count += hints.spend(now) ? 1 : 0;
        return count;
    };
    EXPECT_EQ(granted(10), 4);
    now += 59s;
    EXPECT_EQ(granted(10), 0);
    now += 1s;
    EXPECT_EQ(granted(10), 1);
    now += 1h;
    EXPECT_EQ(granted(10), 4);
}

} // namespace
} // namespace offline::engine
