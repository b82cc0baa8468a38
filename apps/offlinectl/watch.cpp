#include <functional>
#include <optional>
#include <utility>

#include "offlinectl/ending.h"
#include "offlinectl/feed.h"
#include "offlinectl/live.h"
#include "offlinectl/opened.h"
#include "offlinectl/report_file.h"
#include "offlinectl/verbs.h"
#include "session/authority.h"

namespace offline::offlinectl {
namespace {

base::Result<std::vector<Opened>> open_all(const WatchWanted& wanted, const Console& console) {
    auto endpoints = model::parse_endpoints(wanted.urls);
    if (!endpoints)
        return endpoints.error();
    std::vector<Opened> all;
    if (endpoints->empty() || !wanted.profiles.empty()) {
        auto opened = open_profiles(wanted.profiles, console);
        if (!opened)
            return opened.error();
        all = std::move(*opened);
    }
    if (!endpoints->empty())
        all.push_back(
            {"-", session::Session::temporary(std::move(*endpoints)), model::ProbePolicy{}.timeout});
    return all;
}

} // namespace

base::Result<int> watch(const WatchWanted& wanted, Console& console) {
    const Ending ending;
    std::optional<Live> live;
    if (!console.json() && !wanted.lines && Screen::is_there())
        live.emplace(console.colored());
    auto opened = open_all(wanted, console);
    if (!opened)
        return opened.error();
    std::optional<ReportFile> report;
    if (wanted.report) {
        report.emplace(*wanted.report);
        if (report->trouble())
            return report->failure();
    }
    say_who_judges(console);

    std::vector<std::string> names;
    names.reserve(opened->size());
    for (const auto& each : *opened)
        names.push_back(each.name);
    std::function<void(std::string)> print;
    if (live)
        print = [&live](std::string line) { live->take(std::move(line)); };
    Feed feed(names, console, report ? &*report : nullptr, print);
    session::hear_who_judges([&](const std::optional<std::string>& why) {
        const auto said =
            why ? "the daemon is gone, and until it is back this process judges by itself: " + *why
                : "the daemon judges again";
        if (live)
            live->take(said);
        else
            console.say(said);
    });
    {
        std::vector<session::Subscription> subscriptions;
        for (std::size_t i = 0; i < opened->size(); ++i)
            subscriptions.push_back((*opened)[i].session.subscribe([&, i](const session::Event& event) {
                if (!feed.take(i, event, Moment::now()))
                    ending.come();
                if (live)
                    live->touch(i);
            }));
        if (live)
            live->show(*opened, ending, wanted.limit);
        else
            ending.await(wanted.limit);
    }
    session::hear_who_judges({});
    if (live)
        for (const auto& line : live->changes())
            console.print(line);
    if (report && report->trouble())
        return report->failure();
    return exit_so;
}

} // namespace offline::offlinectl
