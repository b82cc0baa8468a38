#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> set(const SetWanted& wanted, Console&) {
    const auto session = open_in_the_daemon(
        wanted.profile,
        "a wish lasts only where a daemon keeps it, and none is running; in a program of your "
        "own, call SetCurrentState");
    if (!session)
        return session.error();
    const auto set = session->set(wanted.state == "online" ? State::online : State::offline, !wanted.no_wait);
    if (!set)
        return set.error();
    return exit_so;
}

} // namespace offline::offlinectl
