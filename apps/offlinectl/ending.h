#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/duration.h"

namespace offline::offlinectl {

/// The end of something that goes on: Ctrl-C, SIGTERM, its time, a reader that went away, or come().
/// Make it before the first thread, so that every thread leaves both signals to it.
class Ending {
public:
    Ending();
    ~Ending();
    Ending(const Ending&) = delete;
    Ending& operator=(const Ending&) = delete;

    /// Returns at the end. Sleeps until then: no timer ticks.
    void await(std::optional<base::Duration> limit) const;

    /// Whether the end comes before so much time is over; without a limit it does. It may be asked again.
    bool comes_within(std::optional<base::Duration> limit) const { return wait({}, limit) == Wake::end; }

    enum class Wake : std::uint8_t { end, news, time };
    /// The same, where one of the descriptors that has something to read wakes it too.
    Wake wait(std::span<const int> news, std::optional<base::Duration> limit) const;

    /// Ends it, from any thread.
    void come() const;

private:
    int signals_;
    int call_;
};

} // namespace offline::offlinectl
