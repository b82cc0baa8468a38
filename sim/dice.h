#pragma once

#include <cstddef>
#include <cstdint>

namespace offline::sim {

/// Where everything that happens by chance comes from: the same seed, the same run. SplitMix64, since the
/// distributions of the standard library differ between its makers.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}

    std::uint64_t roll() {
        std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    std::size_t below(std::size_t limit) { return roll() % limit; }

    bool one_in(std::size_t chances) { return below(chances) == 0; }

private:
    std::uint64_t state_;
};

} // namespace offline::sim
