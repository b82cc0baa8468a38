#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/look.h"

namespace offline::model {

/// Whether the kernel has a way to an endpoint, and since when. Routing alone: no packet was sent for it.
struct WayEvidence {
    bool open{};
    bool link_lost{};      ///< closed, and the link it led over is lost: there is nothing to wait for
    bool link_is_back{};   ///< open, and so since its lost link came back
    base::Instant since{}; ///< when it opened or closed
    std::string detail;
};

/// All that is known of one endpoint, in one snapshot.
struct EndpointEvidence {
    std::optional<WayEvidence> way; ///< none: no address is known, or the kernel cannot be asked
    bool was_closed{};              ///< the way was closed for good at some time since start
    std::optional<Look> last;       ///< the last complete look; none since start
    std::optional<base::Instant>
        answered; ///< the last look that came off, while nothing final has spoken against it since
    std::uint32_t failed_in_a_row{}; ///< how many of the latest looks failed; slow ones left out
    std::uint32_t retries{};         ///< how many of those since it counts as gone and no look was wanted
    bool slow{}; ///< the last look ended while bytes still came: the next one has twice the time
    /// When a look came to nothing for a want of our own (descriptors, memory): that says nothing of the
    /// server.
    std::optional<base::Instant> spoiled;
    std::optional<base::Instant>
        received; ///< since the last look a program's own connection has received payload, then
    std::optional<base::Instant>
        put_off;     ///< since then one has received acknowledgements alone, at the time of a routine look
    bool reported{}; ///< a program said what it met there: look, but no oftener than is of use
    std::uint32_t in_vain{};  ///< how many looks for a report have met nothing new since one last did
    bool look_for_a_report{}; ///< the one under way is
    bool look_has_a_cause{};  ///< the one under way was wanted, or is for a report
    bool look_wanted{};       ///< something happened (kernel event, wish, resume): look now
    std::optional<base::Instant> look_began; ///< a look is under way since then
    double jitter{}; ///< 0 … 1, drawn for each look, so that many profiles do not march in step
};

/// All that is known of a profile. judge() decides from this, the profile's policy and the time, and from
/// nothing else.
struct Evidence {
    std::vector<EndpointEvidence> endpoints; ///< in the order of the profile
    bool metered{};                          ///< what is sent costs money
    State told = State::online;              ///< what the last verdict said
    bool judged{};                           ///< it was ever more than `unknown`
    std::optional<base::Instant> turned;     ///< since when the endpoints say otherwise
    std::vector<base::Instant>
        returns; ///< when a return to online was told, oldest first, as long as it matters
};

} // namespace offline::model
