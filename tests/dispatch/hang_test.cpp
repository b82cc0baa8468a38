#include <gtest/gtest.h>

#include "dispatch/house.h"

namespace offline::dispatch {
namespace {

std::vector<std::shared_ptr<Diary>> well_behaved(House& house, int count) {
    std::vector<std::shared_ptr<Diary>> diaries;
    for (int i = 0; i < count; ++i)
        house.subscribe(diaries.emplace_back(std::make_shared<Diary>()));
    return diaries;
}

void expect_told(const std::vector<std::shared_ptr<Diary>>& diaries, std::size_t calls) {
    for (const auto& diary : diaries)
        ASSERT_TRUE(diary->wait_returned(calls));
}

TEST(HungClient, KeepsNobodyElseFromBeingTold) {
    Door door;
    House house;
    const auto before = well_behaved(house, 500);
    const auto hung = std::make_shared<Diary>([&](const Notice&) { door.wait(); });
    house.subscribe(hung);
    const auto after = well_behaved(house, 500);
    house.change();
    expect_told(before, 3);
    expect_told(after, 3);
    EXPECT_TRUE(house.settle()) << "the change ends without the hung one";
    house.change(true);
    expect_told(before, 6);
    expect_told(after, 6);
    EXPECT_EQ(hung->begun(), 1U);
    door.open();
    EXPECT_TRUE(hung->wait_returned(3)) << "in the end it hears what it missed";
}

TEST(HungClients, ByTheHundredKeepNobodyElseFromBeingTold) {
    Door door;
    House house;
    std::vector<std::shared_ptr<Diary>> hung;
    for (int i = 0; i < 200; ++i)
        house.subscribe(hung.emplace_back(std::make_shared<Diary>([&](const Notice&) { door.wait(); })));
    const auto good = well_behaved(house, 50);
    house.change();
    expect_told(good, 3);
    house.change();
    expect_told(good, 6);
    door.open();
    expect_told(hung, 3);
    ASSERT_TRUE(house.settle());
}

TEST(HungClient, CostsAWishedChangeItsTwoSecondsAndNotMore) {
    Door door;
    House house;
    const auto hung = std::make_shared<Diary>([&](const Notice&) { door.wait(); });
    house.subscribe(hung);
    const auto good = well_behaved(house, 3);
    const auto began = std::chrono::steady_clock::now();
    house.change(true);
    ASSERT_TRUE(house.settle());
    EXPECT_GE(std::chrono::steady_clock::now() - began, Change::start_wait);
    expect_told(good, 3);
    door.open();
}

TEST(SlowClients, AreAllToldInTheEnd) {
    House house;
    std::vector<std::shared_ptr<Diary>> slow;
    for (int i = 0; i < 30; ++i)
        house.subscribe(slow.emplace_back(
            std::make_shared<Diary>([](const Notice&) { std::this_thread::sleep_for(3ms); })));
    for (int i = 0; i < 5; ++i)
        house.change(i % 2 == 0);
    ASSERT_TRUE(house.settle());
    for (const auto& diary : slow) {
        EXPECT_TRUE(diary->wait_returned(3));
        EXPECT_FALSE(diary->overlapped());
    }
}

} // namespace
} // namespace offline::dispatch
