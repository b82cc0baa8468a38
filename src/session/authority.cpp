#include "session/authority.h"

#include <atomic>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "engine/engine.h"
#include "engine/profile_store.h"
#include "session/own_engine.h"
#include "session/process.h"
#include "session/through_daemon.h"

namespace offline::session {
namespace {

std::atomic<std::optional<Judge>> chosen{std::nullopt};

Judge wanted() {
    if (const auto by_the_program = chosen.load())
        return *by_the_program;
    const char* const set = std::getenv("MAPIOFFLINE_RUNTIME");
    const std::string_view word = set ? set : "auto";
    return word == "embedded" ? Judge::embedded : word == "daemon" ? Judge::daemon : Judge::automatic;
}

bus::Mirror& process_mirror() {
    static bus::Mirror* const begun = [] {
        bus::StandIn::EngineOfTheProcess stands_in;
        if (wanted() != Judge::daemon)
            stands_in = []() -> engine::Engine& { return process_engine(); };
        return std::make_unique<bus::Mirror>(process_runtime(), std::move(stands_in)).release();
    }();
    return *begun;
}

// Who judges, for the life of the process.
struct Decision {
    base::Result<bool> by_the_daemon;
    std::string why_not; ///< where it was asked
};

Decision decide() {
    const auto judge = wanted();
    if (judge == Judge::embedded)
        return {false, {}};
    const auto reached = process_mirror().reach();
    if (reached)
        return {true, {}};
    const auto why = reached.error().what;
    if (judge == Judge::automatic)
        return {false, why};
    return {base::failure(base::Code::no_daemon, "the daemon cannot be reached: " + why), why};
}

const Decision& decision() {
    static const auto decided = decide();
    return decided;
}

// What the daemon has no room for, by its number or its name, is this program's own affair.
base::Result<Judged> without_room(const base::Failure& failed, std::string_view name, bool create) {
    static std::atomic<bool> has_its_own{false};
    const bool no_room = failed.code == base::Code::limit_reached;
    if (no_room && create)
        has_its_own.store(true);
    const bool may_be_its_own = no_room || failed.code == base::Code::not_found;
    if (may_be_its_own && has_its_own.load())
        return open_here(name, create);
    return failed.code == base::Code::not_found ? engine::no_such_profile(name) : failed;
}

} // namespace

void choose_judge(Judge judge) noexcept { chosen.store(judge); }

base::Result<bool> is_judged_by_the_daemon() { return decision().by_the_daemon; }

std::optional<std::string> why_the_daemon_does_not() {
    const auto& decided = decision();
    if (!decided.why_not.empty())
        return decided.why_not;
    const bool by_the_daemon = decided.by_the_daemon.value();
    return by_the_daemon ? process_mirror().stand_in().why() : std::nullopt;
}

void hear_who_judges(std::function<void(const std::optional<std::string>& why)> hear) {
    if (const auto by_the_daemon = is_judged_by_the_daemon(); by_the_daemon && *by_the_daemon)
        process_mirror().stand_in().hear(std::move(hear));
}

base::Result<Judged> open_profile(std::string_view name, bool create) {
    const auto by_the_daemon = is_judged_by_the_daemon();
    if (!by_the_daemon)
        return by_the_daemon.error();
    if (!*by_the_daemon)
        return open_here(name, create);
    auto opened = process_mirror().open(name, create);
    if (!opened)
        return without_room(opened.error(), name, create);
    auto state = (*opened)->state();
    return Judged{std::move(state),
                  std::make_shared<const ThroughDaemon>(process_mirror(), std::move(*opened))};
}

base::Result<Judged> open_profile(model::Profile profile) {
    const auto by_the_daemon = is_judged_by_the_daemon();
    if (!by_the_daemon)
        return by_the_daemon.error();
    return *by_the_daemon ? open_profile(profile.name, false)
                          : judged_here(process_engine().open(std::move(profile)));
}

base::Result<std::vector<model::Source>> sources_of_the_authority() {
    const auto by_the_daemon = is_judged_by_the_daemon();
    if (!by_the_daemon)
        return by_the_daemon.error();
    using Outcome = model::Source::Outcome;
    const auto why_here = why_the_daemon_does_not();
    if (*by_the_daemon && !why_here)
        return process_mirror().sources();
    auto all = sources_here();
    if (why_here)
        all.insert(all.begin(), {"daemon", *by_the_daemon ? Outcome::failed : Outcome::absent, *why_here});
    return all;
}

} // namespace offline::session
