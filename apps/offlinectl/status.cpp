#include "offlinectl/human.h"
#include "offlinectl/json.h"
#include "offlinectl/opened.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {
namespace {

int exit_of(const session::Report& report) {
    if (report.state == State::offline)
        return exit_offline;
    return report.reason == Reason::unknown ? exit_not_judged : exit_so;
}

void show(const std::vector<session::Report>& reports, Console& console) {
    std::vector<std::string> names;
    names.reserve(reports.size());
    for (const auto& report : reports)
        names.push_back(report.profile);
    const Human human(console.colored());
    const auto width = widest(names);
    for (const auto& report : reports)
        console.print(console.json() ? json::status(report) : human.status(report, width, Moment::now()));
}

} // namespace

base::Result<int> status(const StatusWanted& wanted, Console& console) {
    if (wanted.quiet && wanted.profiles.size() != 1)
        return base::failure(base::Code::usage, "--quiet answers for one profile; name exactly one");
    const auto opened = open_profiles(wanted.profiles, console);
    if (!opened)
        return opened.error();
    if (!wanted.quiet)
        say_who_judges(console);
    if (!wanted.no_wait)
        await_verdicts(*opened);
    std::vector<session::Report> reports;
    for (const auto& each : *opened)
        reports.push_back(each.session.report());
    if (wanted.quiet)
        return exit_of(reports.front());
    show(reports, console);
    return exit_so;
}

} // namespace offline::offlinectl
