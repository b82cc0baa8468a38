#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "engine/doorkeeper.h"

namespace offline::bus {

/// Stands between the guard, where changes begin, and the loop of the bus, where it is known who joined.
///
/// Threads: each member says which. It lives as long as the profile's state.
class Barrier final : public engine::Doorkeeper::Barrier {
public:
    /// `gathered` is called with the number of a wished change, under the guard, on any thread.
    explicit Barrier(std::function<void(std::uint64_t change)> gathered) : gathered_(std::move(gathered)) {}

    /// On the loop: so many are waited for by a change that begins from here on.
    void await(std::size_t others) noexcept { others_ = others; }

    /// Any thread: the number of the wished change that is under way, or was the last.
    std::uint64_t change() const noexcept { return change_; }

    /// In the `START` of a change: its number, where somebody wished for it; else 0. It says so once.
    std::uint64_t take_wished() noexcept { return wished_.exchange(0); }

    bool holds() override;
    void gathered() override;

private:
    const std::function<void(std::uint64_t)> gathered_;
    std::atomic<std::size_t> others_{0};
    std::atomic<std::uint64_t> change_{0};
    std::atomic<std::uint64_t> wished_{0};
};

} // namespace offline::bus
