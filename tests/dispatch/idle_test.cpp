#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <unistd.h>

#include "dispatch/house.h"

namespace offline::dispatch {
namespace {

/// How often the other threads of this process have been switched to, all together.
long switches_of_other_threads() {
    long sum = 0;
    for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
        if (task.path().filename() == std::to_string(::gettid()))
            continue;
        std::ifstream status(task.path() / "status");
        for (std::string line; std::getline(status, line);)
            if (line.find("voluntary_ctxt_switches:") != std::string::npos)
                sum += std::stol(line.substr(line.find(':') + 1));
    }
    return sum;
}

TEST(Idle, DispatcherWakesNoThread) {
    House house;
    const auto diary = std::make_shared<Diary>();
    house.subscribe(diary);
    house.change(true);
    ASSERT_TRUE(diary->wait_returned(3));
    ASSERT_TRUE(house.settle());
    const auto limit = std::chrono::steady_clock::now() + generous;
    int quiet_spells = 0;
    while (quiet_spells < 4 && std::chrono::steady_clock::now() < limit) {
        const long before = switches_of_other_threads();
        std::this_thread::sleep_for(250ms);
        quiet_spells = switches_of_other_threads() == before ? quiet_spells + 1 : 0;
    }
    EXPECT_EQ(quiet_spells, 4) << "for a whole second nobody woke";
}

} // namespace
} // namespace offline::dispatch
