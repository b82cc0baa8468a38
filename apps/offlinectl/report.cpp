#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> report(const ReportWanted& wanted, Console&) {
    const auto session = open_in_the_daemon(
        wanted.profile,
        "a report is for a daemon that watches the profile, and none is running; in a program "
        "of your own, call offline::Session::report");
    if (!session)
        return session.error();
    const auto told = session->report_met(wanted.met == "ok", wanted.endpoint.value_or(""));
    if (!told)
        return told.error();
    return exit_so;
}

} // namespace offline::offlinectl
