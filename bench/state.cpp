// How much a program pays for GetCurrentState: beside the least that an answer through a library's interface
// can cost, a virtual call that loads a plain atomic and stores it. Both run in turns, so that what the
// machine does meanwhile falls on both.
#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include <mapioffline.h>

#include "least/least.h"
#include "offline_object.h"
#include "report.h"

namespace {

using namespace offline::bench;
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

} // namespace

int main() {
    const OfflineObject object(L"Measured");
    auto* const manager = hidden(object.operator->());
    auto* const least = hidden(&plain_atomic());

    std::vector<double> ours, theirs;
    for (std::size_t i = 0; i < batches; ++i) {
        ours.push_back(nanoseconds_a_call([&](ULONG* to) { return manager->GetCurrentState(to); }));
        theirs.push_back(nanoseconds_a_call([&](ULONG* to) { return least->state(to); }));
    }
    const std::vector results{
        result("GetCurrentState", "offlined", "ns", std::move(ours)),
        result("GetCurrentState", "virtual call, plain atomic", "ns", std::move(theirs))};
    return publish("state", results,
                   {{"GetCurrentState, to the least", results[0].median / results[1].median, allowed}});
}
