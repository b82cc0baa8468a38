#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> report(const ReportWanted&, Console&) {
    return base::failure(
        base::Code::no_daemon,
        "a report is for a daemon that watches the profile, and none is running; in a program "
        "of your own, call offline::Session::report");
}

} // namespace offline::offlinectl
