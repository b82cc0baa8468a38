#include <csignal>
#include <stdexcept>

#include <gmock/gmock.h>

#include "dispatch/house.h"

namespace offline::dispatch {
namespace {

using model::Phase;
using testing::Each;
using testing::ElementsAre;
using testing::Ne;

TEST(Dispatcher, TellsThePhasesInOrderOnThreadsOfItsOwn) {
    House house;
    const auto diary = std::make_shared<Diary>();
    house.subscribe(diary);
    house.change(true);
    ASSERT_TRUE(diary->wait_returned(3));
    EXPECT_THAT(diary->phases(), ElementsAre(Phase::start, Phase::statechange, Phase::done));
    EXPECT_THAT(diary->threads(), Each(Ne(std::this_thread::get_id())));
}

TEST(Dispatcher, EndsWhatAClientThrowsAndGoesOn) {
    House house;
    const auto bad = std::make_shared<Diary>([](const Notice&) { throw std::runtime_error("bad client"); });
    const auto good = std::make_shared<Diary>();
    house.subscribe(bad);
    house.subscribe(good);
    house.change();
    EXPECT_TRUE(bad->wait_returned(3));
    EXPECT_TRUE(good->wait_returned(3));
    EXPECT_TRUE(house.settle());
}

TEST(Dispatcher, KeepsManyChangesInOrderAndCallsApart) {
    House house;
    std::vector<std::shared_ptr<Diary>> diaries;
    for (int i = 0; i < 20; ++i)
        house.subscribe(diaries.emplace_back(std::make_shared<Diary>()));
    for (int i = 0; i < 50; ++i)
        house.change(i % 2 == 0);
    ASSERT_TRUE(house.settle());
    for (const auto& diary : diaries) {
        ASSERT_TRUE(diary->wait_returned(3));
        const auto phases = diary->phases();
        for (std::size_t i = 0; i < phases.size(); ++i)
            ASSERT_EQ(static_cast<std::size_t>(phases[i]), i % 3 + 1);
        EXPECT_FALSE(diary->overlapped());
    }
}

TEST(Dispatcher, LetsAClientSubscribeFromInsideACall) {
    House house;
    const auto second = std::make_shared<Diary>();
    const auto first = std::make_shared<Diary>([&](const Notice& notice) {
        if (notice.phase == Phase::start)
            house.subscribe(second);
    });
    house.subscribe(first);
    house.change(true);
    EXPECT_TRUE(second->wait_returned(3)) << "made before the flip: it hears all of the change";
}

TEST(Dispatcher, KnowsWhetherAThreadIsInsideACall) {
    House house;
    std::atomic<bool> inside = false;
    const auto diary = std::make_shared<Diary>([&](const Notice&) { inside = Dispatcher::inside_a_call(); });
    house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_returned(3));
    EXPECT_TRUE(inside);
    EXPECT_FALSE(Dispatcher::inside_a_call());
}

TEST(Dispatcher, BlocksSignalsOnItsThreads) {
    House house;
    std::atomic<bool> blocked = false;
    const auto diary = std::make_shared<Diary>([&](const Notice&) {
        sigset_t set;
        pthread_sigmask(SIG_SETMASK, nullptr, &set);
        blocked = sigismember(&set, SIGTERM) == 1 && sigismember(&set, SIGINT) == 1 &&
                  sigismember(&set, SIGPIPE) == 1;
    });
    house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_returned(3));
    EXPECT_TRUE(blocked);
}

TEST(Dispatcher, EndsAtAnyMoment) {
    for (int i = 0; i < 100; ++i) {
        const auto diary = std::make_shared<Diary>();
        {
            House house;
            house.subscribe(diary);
            house.change(i % 2 == 0);
            if (i % 3 == 0)
                diary->wait_begun(1);
        }
        EXPECT_TRUE(diary->destroyed());
    }
}

TEST(Silence, LetsNoCallBeginAnyMore) {
    House house;
    const auto diary = std::make_shared<Diary>();
    house.subscribe(diary);
    house.dispatcher().silence(100ms);
    house.change();
    const auto still_ready = [](Delivery& delivery, base::Instant) { return delivery.anything_ready(); };
    EXPECT_TRUE(house.dispatcher().transact(still_ready));
    EXPECT_EQ(diary->begun(), 0U);
}

TEST(Silence, WaitsForTheCallThatRuns) {
    House house;
    Door door;
    std::atomic<bool> returned = false;
    const auto diary = std::make_shared<Diary>([&](const Notice&) {
        door.wait();
        returned = true;
    });
    house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_begun(1));
    std::thread opener([&] { door.open(); });
    house.dispatcher().silence(generous);
    EXPECT_TRUE(returned);
    opener.join();
    EXPECT_TRUE(diary->wait_returned(diary->begun()));
}

TEST(Silence, DoesNotWaitForTheCallThatAsksForIt) {
    House house;
    std::atomic<bool> silent = false;
    const auto diary = std::make_shared<Diary>([&](const Notice&) {
        house.dispatcher().silence(generous);
        silent = true;
    });
    house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_returned(1));
    EXPECT_TRUE(silent);
}

} // namespace
} // namespace offline::dispatch
