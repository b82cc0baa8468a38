#include "session/authority.h"

#include <utility>

#include "engine/engine.h"
#include "session/own_engine.h"
#include "session/process.h"

namespace offline::session {

// There is no daemon for Windows: each process judges by itself.
void choose_judge(Judge) noexcept {}

base::Result<bool> is_judged_by_the_daemon() { return false; }

std::optional<std::string> why_the_daemon_does_not() { return std::nullopt; }

void hear_who_judges(std::function<void(const std::optional<std::string>&)>) {}

base::Result<Judged> open_profile(std::string_view name, bool create) { return open_here(name, create); }

base::Result<Judged> open_profile(model::Profile profile) {
    return judged_here(process_engine().open(std::move(profile)));
}

base::Result<std::vector<model::Source>> sources_of_the_authority() { return sources_here(); }

} // namespace offline::session
