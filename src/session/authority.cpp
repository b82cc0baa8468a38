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
    static bus::Mirror* const begun = std::make_unique<bus::Mirror>(process_runtime()).release();
    return *begun;
}

base::Result<bool> decide() {
    const auto judge = wanted();
    if (judge == Judge::embedded)
        return false;
    const auto reached = process_mirror().reach();
    if (judge == Judge::daemon && !reached)
        return base::failure(base::Code::no_daemon, "the daemon cannot be reached: " + reached.error().what);
    return reached.has_value();
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

base::Result<bool> is_judged_by_the_daemon() {
    static const auto decided = decide();
    return decided;
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
    return *by_the_daemon ? process_mirror().sources() : sources_here();
}

} // namespace offline::session
