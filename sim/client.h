#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>

#include "base/timestamp.h"
#include "dispatch/walk.h"

namespace offline::sim {

/// How a client behaves inside its calls.
enum class Manner : std::uint8_t {
    prompt,   ///< returns at once
    dawdling, ///< takes up to 30 ms, around the border of lagging
    sleeping, ///< takes a second each time
    hanging,  ///< never returns by itself
    meddling, ///< calls everything from inside
    leaving,  ///< ends itself, or others, from inside
};
constexpr std::size_t manners = 6;

/// A registration as its owner knows it: what it was told, and what it may still be told.
struct Client {
    std::size_t object{};
    std::uintptr_t owner{};
    Manner manner{};
    bool wants_reasons{};
    State chain{};             ///< where the next change must begin
    std::deque<unsigned> owed; ///< changes that it may still be told of
    bool lags{};               ///< a change went on without it: none waits for it until all is told
    unsigned phase = 0;        ///< the last one entered of the change it is in; 0: in none
    bool running{}, in_reason{};
    bool ended{};   ///< somebody unsubscribed it
    bool removed{}; ///< and nothing is left of it
    base::Instant entered, until;
    std::unique_ptr<dispatch::Walk> walk; ///< the one that its call belongs to
    int told_in_calm = 0;

    /// How far it has come in the change that waits for it.
    struct Progress {
        unsigned change{};
        std::size_t level{};
        unsigned entered = 0, returned = 0;
        std::optional<base::Instant> back_from_start;
        bool slow{};
    };

    std::optional<Progress> awaited;
};

} // namespace offline::sim
