#pragma once

#include <chrono>
#include <optional>

#include "base/timestamp.h"

namespace offline::bus {

/// For how long a profile has been without a daemon, and when that is for too long.
///
/// A daemon that comes, and is gone before it has judged the profile or soon after, has not ended the
/// absence: so one that crashes again and again is absent all the while.
class Absence {
public:
    /// systemd starts a daemon that crashes anew within 100 ms, an upgrade takes it away for a second or two,
    /// and one call waits 5 s for a slow start: none of these is its end.
    static constexpr auto patience = std::chrono::seconds(8);

    /// The daemon is gone, or nothing that it says can be understood. Again is harmless.
    void begins(base::Instant now);
    /// It has said how the profile stands.
    void ends(base::Instant now);

    /// It has judged the profile.
    void judged() noexcept { judged_ = true; }

    /// Whoever has waited until then waits no longer; nothing while the daemon is there.
    std::optional<base::Instant> over_at() const;

private:
    std::optional<base::Instant> since_;
    base::Instant came_{};
    bool away_ = false;
    bool judged_ = false; ///< since it came
};

} // namespace offline::bus
