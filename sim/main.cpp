// offlined_sim [SEEDS] | --for SECONDS --from SEED | --seed N: plays lives of a profile in virtual time.
#include <charconv>
#include <chrono>
#include <cinttypes>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string_view>

#include "ledger.h"
#include "world.h"

namespace {

using namespace offline::sim;
using Clock = std::chrono::steady_clock;

struct Wanted {
    std::uint64_t first = 1;
    std::uint64_t seeds = 1'000;
    std::optional<std::chrono::seconds> time;
    bool one = false; ///< played event for event, on stdout
};

std::optional<std::uint64_t> number(std::string_view text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<Wanted> parse(int count, char** words) {
    Wanted wanted;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const bool option = word == "--seed" || word == "--from" || word == "--for";
        if (option && ++i == count)
            return std::nullopt;
        const auto value = number(words[i]);
        if (!value)
            return std::nullopt;
        if (word == "--for")
            wanted.time = std::chrono::seconds(*value);
        else if (option)
            wanted.first = *value;
        else
            wanted.seeds = *value;
        if (word == "--seed")
            wanted.one = true, wanted.seeds = 1;
    }
    return wanted;
}

void report(std::uint64_t seeds, std::uint64_t events, double seconds, std::uint64_t violations,
            std::optional<std::uint64_t> first_bad) {
    std::printf(R"({"seeds":%)" PRIu64 R"(,"events":%)" PRIu64
                R"(,"events_per_second":%.0f,"violations":%)" PRIu64,
                seeds, events, seconds > 0 ? static_cast<double>(events) / seconds : 0, violations);
    if (first_bad)
        std::printf(R"(,"first_bad_seed":%)" PRIu64 "}\n", *first_bad);
    else
        std::puts(R"(,"first_bad_seed":null})");
}

} // namespace

int main(int count, char** words) {
    const auto wanted = parse(count, words);
    if (!wanted) {
        std::fputs("usage: offlined_sim [SEEDS] | --for SECONDS [--from SEED] | --seed N\n", stderr);
        return 2;
    }
    const auto began = Clock::now();
    const auto over = [&](std::uint64_t played) {
        return wanted->time ? Clock::now() - began >= *wanted->time : played == wanted->seeds;
    };
    std::uint64_t played = 0, events = 0, violations = 0;
    std::optional<std::uint64_t> first_bad;
    for (std::uint64_t seed = wanted->first; !over(played); ++seed, ++played) {
        Ledger ledger(wanted->one);
        World(seed, ledger).run();
        events += ledger.events();
        if (wanted->one)
            std::printf("seed %" PRIu64 ": %" PRIu64 " events, digest %016" PRIx64 "\n", seed,
                        ledger.events(), ledger.digest());
        if (!ledger.broken())
            continue;
        ++violations;
        if (!first_bad)
            first_bad = seed;
        std::printf("seed %" PRIu64 " broke it: %s. Play it again: ./dev sim --seed %" PRIu64 "\n", seed,
                    ledger.broken(), seed);
    }
    const std::chrono::duration<double> took = Clock::now() - began;
    report(played, events, took.count(), violations, first_bad);
    return violations == 0 ? 0 : 1;
}
