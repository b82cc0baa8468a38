// How much a program pays for GetCurrentState: beside the least that an answer through a library's interface
// can cost, a virtual call that loads a plain atomic and stores it. Both run in turns, so that what the
// machine does meanwhile falls on both.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <mapioffline.h>

#include "least/least.h"
#include "report.h"

namespace {

using offline::bench::json;
using offline::bench::Result;
using Clock = std::chrono::steady_clock;

constexpr int calls_a_batch = 10'000;
constexpr std::size_t batches = 2'000;
constexpr double allowed = 1.3;

// What the compiler cannot see through, so that each call is made by way of the table.
template <class Pointer>
Pointer hidden(Pointer pointer) {
    asm volatile("" : "+r"(pointer));
    return pointer;
}

template <class Call>
double nanoseconds_a_call(Call call) {
    ULONG state = 0;
    const auto began = Clock::now();
    for (int i = 0; i < calls_a_batch; ++i) {
        call(&state);
        asm volatile("" : : "r"(&state) : "memory");
    }
    const std::chrono::duration<double, std::nano> took = Clock::now() - began;
    return took.count() / calls_a_batch;
}

Result result(std::string measure, std::string_view subject, std::vector<double> samples) {
    std::ranges::sort(samples);
    return {std::move(measure),
            subject,
            "ns",
            samples.size(),
            samples[samples.size() / 2],
            samples[samples.size() * 99 / 100]};
}

IMAPIOfflineMgr* a_profile() {
    MAPIOFFLINE_CREATEINFO info{};
    info.ulSize = sizeof info;
    info.pwszProfileName = L"Measured";
    info.pGUID = &GUID_GlobalState;
    IMAPIOfflineMgr* manager = nullptr;
    HrCreateOfflineObj(0, &info, &manager);
    return manager;
}

} // namespace

int main(int argc, char** argv) {
    auto* const manager = hidden(a_profile());
    if (!manager) {
        std::fputs("bench_state: the library gave no offline object; set MAPIOFFLINE_LOG=stderr to see why\n",
                   stderr);
        return 1;
    }
    auto* const least = hidden(&offline::bench::plain_atomic());

    std::vector<double> ours, theirs;
    for (std::size_t i = 0; i < batches; ++i) {
        ours.push_back(nanoseconds_a_call([&](ULONG* to) { return manager->GetCurrentState(to); }));
        theirs.push_back(nanoseconds_a_call([&](ULONG* to) { return least->state(to); }));
    }
    manager->Release();

    const std::vector results{result("GetCurrentState", "offlined", std::move(ours)),
                              result("GetCurrentState", "virtual call, plain atomic", std::move(theirs))};
    std::printf("%-18s %-28s %10s %10s\n", "measure", "subject", "median ns", "p99 ns");
    for (const auto& [measure, subject, unit, n, median, p99] : results)
        std::printf("%-18s %-28.*s %10.2f %10.2f\n", measure.c_str(), static_cast<int>(subject.size()),
                    subject.data(), median, p99);
    const double ratio = results[0].median / results[1].median;
    std::printf("ratio %.2f, allowed %.2f\n", ratio, allowed);

    const std::filesystem::path where = argc > 1 ? argv[1] : "build/bench/state.json";
    std::error_code ignored;
    std::filesystem::create_directories(where.parent_path(), ignored);
    if (std::ofstream file(where); !(file << json(results)).flush()) {
        std::fprintf(stderr, "bench_state: %s cannot be written\n", where.c_str());
        return 1;
    }
    return ratio <= allowed ? 0 : 1;
}
