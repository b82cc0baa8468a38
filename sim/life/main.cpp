// offlined_life [WEEKS]: weeks of a laptop's life in virtual time, by the default policy; what they come to
// is a line of JSON for each account. The same number of weeks, the same figures.
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <string_view>

#include "life/figures.h"
#include "life/laptop.h"
#include "life/watch.h"

namespace {

using namespace offline::sim;

constexpr std::uint64_t most_weeks = 10'000;

Figures live(std::uint64_t weeks, bool behind_vpn) {
    Figures figures;
    for (std::uint64_t week = 1; week <= weeks; ++week) {
        Dice dice(week);
        Watch watch(dice, figures);
        for (const auto& turn : week_of_a_laptop(dice, behind_vpn))
            watch.turn(turn);
    }
    return figures;
}

} // namespace

int main(int count, char** words) {
    std::uint64_t weeks = 52;
    if (count == 2) {
        const std::string_view word = words[1];
        const auto [end, failed] = std::from_chars(word.data(), word.data() + word.size(), weeks);
        if (failed != std::errc() || end != word.data() + word.size())
            weeks = 0;
    }
    if (count > 2 || weeks == 0 || weeks > most_weeks) {
        std::fputs("usage: offlined_life [WEEKS], from 1 to 10000\n", stderr);
        return 2;
    }
    std::puts(live(weeks, false).json("public", weeks).c_str());
    std::puts(live(weeks, true).json("behind a VPN", weeks).c_str());
    return 0;
}
