#pragma once

#include <string>
#include <vector>

#include "base/duration.h"
#include "base/result.h"
#include "offlinectl/console.h"
#include "session/session.h"

namespace offline::offlinectl {

/// A profile that is being judged.
struct Opened {
    std::string name; ///< in the case it was made with
    session::Session session;
    base::Duration timeout; ///< what one look may take

    /// How long the first verdict may take: a look that runs out of time is still to be judged.
    base::Duration first_look() const { return timeout + std::chrono::milliseconds(250); }
};

/// All profiles on disk; says which files were refused. Where none is left, that is the failure.
base::Result<std::vector<model::Profile>> list_profiles(const Console& console);

/// Opens the profiles named, or all where none is named; says which files were refused.
base::Result<std::vector<Opened>> open_profiles(const std::vector<std::string>& names,
                                                const Console& console);

/// A profile that the daemon judges; Code::no_daemon where none does, with `why_the_daemon` it is needed.
/// `create`: one that there is not is made.
base::Result<session::Session> open_in_the_daemon(const std::string& name, const std::string& why_the_daemon,
                                                  bool create = false);

/// Says on stderr who judges, where that was not asked for, and what keeps it from hearing the kernel.
void say_who_judges(const Console& console);

/// Waits until each has its first verdict, or its timeout is up.
void await_verdicts(const std::vector<Opened>& opened);

} // namespace offline::offlinectl
