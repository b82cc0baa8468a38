// GetCurrentState from eight threads while one flips the state: beside the same eight in calm.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "offline_object.h"
#include "report.h"

namespace {

using namespace offline::bench;
using Clock = std::chrono::steady_clock;
using Nanoseconds = std::chrono::duration<double, std::nano>;

constexpr int threads = 8;
constexpr std::size_t reads = 200'000; ///< a thread
constexpr double allowed = 2;

std::vector<double> read_all(OfflineObject& object) {
    std::vector<std::vector<double>> took(threads);
    {
        std::vector<std::jthread> readers;
        readers.reserve(took.size());
        for (auto& mine : took)
            readers.emplace_back([&] {
                mine.reserve(reads);
                ULONG state = 0;
                for (std::size_t i = 0; i < reads; ++i) {
                    const auto began = Clock::now();
                    object->GetCurrentState(&state);
                    mine.push_back(Nanoseconds(Clock::now() - began).count());
                }
            });
    }
    std::vector<double> all;
    for (const auto& mine : took)
        all.insert(all.end(), mine.begin(), mine.end());
    return all;
}

Result slowest_of(std::string_view subject, std::vector<double> all) {
    std::ranges::sort(all);
    return {"GetCurrentState, p99.99 of eight readers",
            std::string(subject),
            "ns",
            all.size(),
            all[all.size() * 9999 / 10000],
            all[all.size() * 9999 / 10000]};
}

} // namespace

int main() {
    OfflineObject object(L"Read");
    auto calm = read_all(object);
    std::vector<double> stirred;
    {
        const std::jthread flipper([&](const std::stop_token& stop) {
            while (!stop.stop_requested())
                object.flip(MAPIOFFLINE_FLAG_BLOCK);
        });
        stirred = read_all(object);
    }
    const std::vector results{result("GetCurrentState, eight readers", "offlined, one flips", "ns", stirred),
                              result("GetCurrentState, eight readers", "offlined, nobody flips", "ns", calm),
                              slowest_of("offlined, one flips", std::move(stirred)),
                              slowest_of("offlined, nobody flips", std::move(calm))};
    return publish("readers", results,
                   {{"p99.99 while one flips, to calm", results[2].median / results[3].median, allowed}});
}
