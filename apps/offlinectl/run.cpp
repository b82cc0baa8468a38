#include <sys/prctl.h>

#include "offlinectl/ending.h"
#include "offlinectl/opened.h"
#include "offlinectl/supervisor.h"
#include "offlinectl/verbs.h"

namespace offline::offlinectl {

base::Result<int> run(const RunWanted& wanted, Console& console) {
    if (wanted.command.empty() || wanted.command.front().empty())
        return base::failure(base::Code::usage,
                             "no command is named; write offlinectl run PROFILE -- COMMAND…");
    const auto program = programs::find_program(wanted.command.front());
    if (!program)
        return program.error();
    const auto all = open_profiles({wanted.profile}, console);
    if (!all)
        return all.error();
    const auto& session = all->front().session;
    say_who_judges(console);
    await_verdicts(*all);

    if (const auto report = session.report(); report.state == State::offline)
        console.say(report.profile + " is offline (" + std::string(word(report.reason)) +
                    "): " + wanted.command.front() + " runs when it is online");

    // Until here nothing runs, and Ctrl-C may end this process as it ends any.
    const Ending ending;
    // What the command leaves behind comes to us, so that its end can be waited for.
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    Supervisor supervisor({.program = *program,
                           .words = wanted.command,
                           .leftovers = programs::Command::Leftovers::await,
                           .confined = false},
                          [&console](const std::string& line) { console.say(line); });
    const auto subscription = session.subscribe([&supervisor](const session::Event& event) {
        // At START nothing has changed yet.
        if (event.kind != session::Event::Kind::notify || event.phase != model::Phase::start)
            supervisor.profile_is(event.new_state);
    });
    ending.await(std::nullopt);
    return exit_so;
}

} // namespace offline::offlinectl
