#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "engine/profile_state.h"
#include "engine/watcher.h"
#include "model/profile.h"
#include "model/source.h"

namespace offline::session {

/// What stands in the place of what the servers say, so that a program can be tested.
struct Played {
    std::string by; ///< the program that plays, for people
    State state{};
    Reason reason{};
    std::string detail;
};

/// Who judges one profile: the engine of this process, or the daemon. Threads: any.
class Authority {
public:
    virtual ~Authority() = default;

    /// What is wished of the profile, and what its servers say: words of the contract.
    struct Opinion {
        State wish{};
        std::string verdict;
    };

    virtual Opinion opinion() const = 0;
    virtual engine::Explanation explain() const = 0;
    /// How many kernel events changed nothing for this profile.
    virtual std::uint64_t suppressed() const = 0;
    /// As Session::report_met().
    virtual base::Result<void> report_met(bool ok, const std::string& endpoint) const = 0;

    /// As Session::play() and Session::end_play(): the daemon alone can do that for all programs.
    virtual base::Result<void> play(const Played&) const { return needs_the_daemon(); }

    virtual base::Result<void> end_play() const { return needs_the_daemon(); }

private:
    static base::Failure needs_the_daemon() {
        return base::failure(base::Code::no_daemon, "only the daemon plays for all programs; start it");
    }
};

/// A profile of this process, with whoever judges it.
struct Judged {
    std::shared_ptr<engine::ProfileState> state;
    std::shared_ptr<const Authority> authority;
};

/// Which one it is to be. The environment's MAPIOFFLINE_RUNTIME says so (`auto`, `embedded`, `daemon`),
/// unless the program does, before it opens anything.
enum class Judge : std::uint8_t {
    automatic, ///< the daemon where one runs or can be started when it is first asked for; else embedded
    embedded,
    daemon,
};
void choose_judge(Judge judge) noexcept;

/// Whether the daemon judges the profiles on disk. Decided when it is first asked, for the life of the
/// process; Code::no_daemon where it is to and cannot be reached.
base::Result<bool> is_judged_by_the_daemon();

/// Why this process judges profiles on disk by itself, though the daemon was asked first or did so before;
/// nothing where the daemon does, or is not to.
std::optional<std::string> why_the_daemon_does_not();

/// Hears, on the loop, when this process begins to do so, and, with nothing, when it does no more.
void hear_who_judges(std::function<void(const std::optional<std::string>& why)> hear);

/// The profile of that name: on disk, opened already, or, where `create`, one without endpoints, which is
/// what it is set to. Code::not_found, Code::profile_invalid, Code::no_daemon.
base::Result<Judged> open_profile(std::string_view name, bool create);

/// The same, of a profile that was loaded from disk already.
base::Result<Judged> open_profile(model::Profile profile);

/// How each source of news of whoever judges is doing.
base::Result<std::vector<model::Source>> sources_of_the_authority();

} // namespace offline::session
