#include <barrier>

#include <gtest/gtest.h>

#include "dispatch/house.h"

namespace offline::dispatch {
namespace {

TEST(Unsubscribed, SinkIsDestroyedWhenTheCallReturns) {
    House house;
    const auto diary = std::make_shared<Diary>();
    const Token token = house.subscribe(diary);
    EXPECT_TRUE(house.dispatcher().unsubscribe(token));
    EXPECT_TRUE(diary->destroyed());
    EXPECT_FALSE(house.dispatcher().unsubscribe(token));
}

TEST(Unsubscribed, SinkIsWaitedForFromOutsideItsCall) {
    House house;
    Door door;
    std::atomic<bool> returned = false;
    const auto diary = std::make_shared<Diary>([&](const Notice&) {
        door.wait();
        returned = true;
    });
    const Token token = house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_begun(1));
    std::thread opener([&] { door.open(); });
    house.dispatcher().unsubscribe(token);
    EXPECT_TRUE(returned);
    EXPECT_TRUE(diary->destroyed());
    const auto begun = diary->begun();
    opener.join();
    ASSERT_TRUE(house.settle());
    EXPECT_EQ(diary->begun(), begun) << "the call that was waited for was the last";
}

TEST(Unsubscribed, SinkHearsNothingEverAgain) {
    House house;
    for (int i = 0; i < 200; ++i) {
        const auto diary = std::make_shared<Diary>();
        const Token token = house.subscribe(diary);
        house.change();
        house.dispatcher().unsubscribe(token);
        const auto heard = diary->begun();
        ASSERT_TRUE(diary->destroyed());
        house.change();
        ASSERT_TRUE(house.settle());
        ASSERT_EQ(diary->begun(), heard);
    }
}

TEST(Unsubscribed, FromItsOwnCallReturnsAtOnceAndTheSinkGoesAfterIt) {
    House house;
    std::atomic<Token> token = Token::none;
    std::atomic<bool> destroyed_inside = true;
    std::weak_ptr<Diary> self;
    const auto diary = std::make_shared<Diary>([&](const Notice&) {
        house.dispatcher().unsubscribe(token);
        destroyed_inside = self.lock()->destroyed();
    });
    self = diary;
    token = house.subscribe(diary);
    house.change();
    ASSERT_TRUE(diary->wait_destroyed());
    EXPECT_FALSE(destroyed_inside);
    EXPECT_EQ(diary->begun(), 1U);
}

TEST(Unsubscribed, OfAnotherFromInsideACallIsWaitedForToo) {
    House house;
    Door door;
    std::atomic<Token> other = Token::none;
    std::atomic<bool> gone = false;
    const auto slow = std::make_shared<Diary>([&](const Notice&) { door.wait(); });
    const auto asks = std::make_shared<Diary>([&](const Notice& notice) {
        if (notice.phase != model::Phase::start)
            return;
        slow->wait_begun(1);
        std::thread opener([&] { door.open(); });
        house.dispatcher().unsubscribe(other);
        gone = slow->destroyed();
        opener.join();
    });
    other = house.subscribe(slow);
    house.subscribe(asks);
    house.change();
    ASSERT_TRUE(asks->wait_returned(3));
    EXPECT_TRUE(gone);
}

class Ring : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Of, Ring, testing::Values(2, 3, 7));

TEST_P(Ring, OfCallsThatUnsubscribeEachOtherAtOnceComesApart) {
    const auto size = static_cast<std::size_t>(GetParam());
    for (int round = 0; round < 20; ++round) {
        House house;
        std::vector<std::atomic<Token>> tokens(size);
        std::vector<std::shared_ptr<Diary>> diaries;
        std::barrier all_inside(static_cast<std::ptrdiff_t>(size));
        for (std::size_t i = 0; i < size; ++i) {
            diaries.push_back(std::make_shared<Diary>([&, i](const Notice&) {
                all_inside.arrive_and_wait();
                house.dispatcher().unsubscribe(tokens[(i + 1) % size]);
            }));
            tokens[i] = house.subscribe(diaries[i]);
        }
        house.change(round % 2 == 0);
        for (const auto& diary : diaries) {
            ASSERT_TRUE(diary->wait_destroyed()) << "a dead-lock";
            EXPECT_EQ(diary->begun(), 1U);
        }
        EXPECT_TRUE(house.settle());
    }
}

TEST(DestructorOfASink, MayUnsubscribeTheCallThatItRunsIn) {
    House house;
    std::atomic<Token> first = Token::none, second = Token::none;
    const auto below = std::make_shared<Diary>();
    const auto above = std::make_shared<Diary>([&](const Notice&) {
        below->wait_returned(3);
        house.dispatcher().unsubscribe(second);
    });
    first = house.subscribe(above);
    second = house.subscribe(below, [&] { house.dispatcher().unsubscribe(first); });
    house.change();
    ASSERT_TRUE(above->wait_destroyed()) << "a dead-lock";
    EXPECT_TRUE(below->destroyed());
}

TEST(DestructorOfASink, ClosesARingLikeACall) {
    House house;
    std::atomic<Token> first = Token::none, idle = Token::none, third = Token::none;
    Door waits;
    const auto second = std::make_shared<Diary>();
    const auto back = std::make_shared<Diary>([&](const Notice& notice) {
        if (notice.phase != model::Phase::done)
            return;
        waits.wait();
        house.dispatcher().unsubscribe(first);
    });
    const auto opens = std::make_shared<Diary>([&](const Notice& notice) {
        if (notice.phase != model::Phase::done)
            return;
        second->wait_returned(3);
        back->wait_begun(3);
        house.dispatcher().unsubscribe(idle);
    });
    first = house.subscribe(opens);
    idle = house.subscribe(second, [&] {
        waits.open();
        house.dispatcher().unsubscribe(third);
    });
    third = house.subscribe(back);
    house.change();
    EXPECT_TRUE(opens->wait_destroyed()) << "a dead-lock";
    EXPECT_TRUE(second->wait_destroyed());
    EXPECT_TRUE(back->wait_destroyed());
}

TEST(Unsubscribed, ByManyThreadsWhileChangesRunLeavesNothingBehind) {
    House house;
    std::atomic<bool> ended = false;
    std::vector<std::thread> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back([&] {
            while (!ended) {
                const auto diary = std::make_shared<Diary>();
                const Token token = house.subscribe(diary);
                house.dispatcher().unsubscribe(token);
                ASSERT_TRUE(diary->destroyed());
            }
        });
    for (int i = 0; i < 200; ++i)
        house.change();
    EXPECT_TRUE(house.settle());
    ended = true;
    for (auto& client : clients)
        client.join();
}

} // namespace
} // namespace offline::dispatch
