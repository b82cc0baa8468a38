#include "offlinectl/command_line.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>

#include "base/parse_time.h"
#include "offlinectl/completion.h"
#include "offlinectl/verbs.h"

// This file and completion.cpp know CLI11, and no other: to compile that library takes longer than all that
// we wrote around it.
namespace offline::offlinectl {
namespace {

using base::Result;

/// An option that takes a duration, such as `--timeout 5s`.
void add_duration(CLI::App& verb, const std::string& name, std::optional<base::Duration>& into,
                  const std::string& purpose) {
    const auto read = [name, &into](const std::string& text) {
        const auto duration = base::parse_duration(text);
        if (!duration)
            throw CLI::ValidationError(name, duration.error().what);
        into = *duration;
    };
    verb.add_option_function<std::string>(name, read, purpose)->type_name("DURATION");
}

/// An option that takes a time, such as `--since -2h`.
void add_time(CLI::App& verb, const std::string& name, std::optional<base::WallTime>& into,
              const std::string& purpose) {
    const auto read = [name, &into](const std::string& text) {
        const auto time = base::parse_time(text, std::chrono::system_clock::now());
        if (!time)
            throw CLI::ValidationError(name, time.error().what);
        into = *time;
    };
    verb.add_option_function<std::string>(name, read, purpose)->type_name("TIME");
}

void add_profile(CLI::App& verb, std::string& into) {
    verb.add_option("PROFILE", into, "the profile")->type_name("")->required();
}

void add_state(CLI::App& verb, std::string& into) {
    verb.add_option("STATE", into, "online or offline")
        ->type_name("")
        ->required()
        ->check(CLI::IsMember({"online", "offline"}).description(""));
}

/// The verb's deed, once the command line names it.
template <class Wanted>
void do_so(CLI::App& verb, Deed& deed, const std::shared_ptr<Wanted>& wanted,
           Result<int> (*act)(const Wanted&, Console&)) {
    verb.callback([=, &deed] { deed = [=](Console& console) { return act(*wanted, console); }; });
}

void offer_status(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<StatusWanted>();
    auto& verb = *app.add_subcommand("status", "a line for each profile");
    verb.add_option("PROFILE", wanted->profiles, "the profiles (default: all)")->type_name("");
    verb.add_flag("--quiet", wanted->quiet, "exit status only: 0 online, 3 offline, 5 online but not judged");
    verb.add_flag("--no-wait", wanted->no_wait, "what is known now, without waiting for a first verdict");
    do_so(verb, deed, wanted, status);
}

void offer_watch(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<WatchWanted>();
    auto& verb = *app.add_subcommand("watch", "the state of each profile, then each change, until Ctrl-C");
    verb.add_option("PROFILE", wanted->profiles, "the profiles (default: all)")->type_name("");
    verb.add_option("--endpoint", wanted->urls,
                    "watch a server without a profile; may be given more than once")
        ->type_name("URL")
        ->expected(1)
        ->take_all()
        ->allow_extra_args(false); // what follows may be a profile
    verb.add_flag("--lines", wanted->lines, "a line for each change, on a terminal too");
    add_duration(verb, "--for", wanted->limit, "end after so long");
    verb.add_option("--report", wanted->report, "append each event to this file too, as a line of JSON")
        ->type_name("FILE");
    do_so(verb, deed, wanted, watch);
}

void offer_wait(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<WaitWanted>();
    auto& verb = *app.add_subcommand("wait", "return when a profile is online, or offline");
    add_profile(verb, wanted->profile);
    add_state(verb, wanted->state);
    add_duration(verb, "--timeout", wanted->timeout, "wait no longer; time up is exit status 124");
    do_so(verb, deed, wanted, wait);
}

void offer_set(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<SetWanted>();
    auto& verb = *app.add_subcommand("set", "wish a profile to work online or offline (needs the daemon)");
    add_profile(verb, wanted->profile);
    add_state(verb, wanted->state);
    verb.add_flag("--no-wait", wanted->no_wait, "do not wait until it is so");
    do_so(verb, deed, wanted, set);
}

void offer_why(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<WhyWanted>();
    auto& verb = *app.add_subcommand("why", "the verdict on a profile, and the evidence under it");
    add_profile(verb, wanted->profile);
    do_so(verb, deed, wanted, why);
}

void offer_probe(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<ProbeWanted>();
    auto& verb = *app.add_subcommand("probe", "look at servers once, outside any profile");
    verb.add_option("URL", wanted->urls, "such as imaps://mail.example.org or route:default")
        ->type_name("")
        ->required();
    add_duration(verb, "--timeout", wanted->timeout, "for one look, all steps together (default: 10s)");
    do_so(verb, deed, wanted, probe);
}

void offer_report(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<ReportWanted>();
    auto& verb = *app.add_subcommand("report", "say what a program just met there (needs the daemon)");
    add_profile(verb, wanted->profile);
    verb.add_option("MET", wanted->met, "ok or failed")
        ->type_name("")
        ->required()
        ->check(CLI::IsMember({"ok", "failed"}).description(""));
    verb.add_option("--endpoint", wanted->endpoint, "at that one of its servers (default: at all)")
        ->type_name("URL");
    do_so(verb, deed, wanted, report);
}

void offer_history(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<HistoryWanted>();
    auto& verb = *app.add_subcommand("history", "changes with their reasons, and availability");
    add_profile(verb, wanted->profile);
    add_time(verb, "--since", wanted->since, "from then on, such as -2h, -7d or 2026-11-22T09:30:00Z");
    verb.add_option("--limit", wanted->limit, "the latest changes, so many at most")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber.description(""));
    auto* const evidence =
        verb.add_flag("--evidence", wanted->evidence, "what each endpoint had said, under each change");
    verb.add_flag("--summary", wanted->summary, "the figures alone")->excludes(evidence);
    do_so(verb, deed, wanted, history);
}

void offer_run(CLI::App& app, Deed& deed, const std::vector<std::string>& behind_the_dashes) {
    const auto wanted = std::make_shared<RunWanted>();
    auto& verb = *app.add_subcommand(
        "run", "run a command each time a profile comes online, and end it when it goes offline");
    add_profile(verb, wanted->profile);
    verb.footer(
        "offlinectl run PROFILE -- COMMAND…: a program and its arguments; no shell reads them.\n"
        "It is asked to end (SIGTERM), and killed after 5 s. Ctrl-C or SIGTERM ends both, with status 0.");
    verb.callback([=, &deed] {
        wanted->command = behind_the_dashes;
        deed = [=](Console& console) { return run(*wanted, console); };
    });
}

void offer_simulate(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<SimulateWanted>();
    auto& verb = *app.add_subcommand(
        "simulate", "play a script of states, so that a program can be tested (needs the daemon)");
    verb.add_option("FILE", wanted->file, "the script; - reads standard input")->type_name("")->required();
    verb.add_flag("--create", wanted->create,
                  "make a profile that there is not, without servers, as long as the daemon runs");
    verb.footer("A script is read line by line; # begins a comment:\n"
                "  profile NAME                          whose states are played from here on\n"
                "  [after 2s] online|offline [REASON] [\"DETAIL\"]\n"
                "  after 2s                              waits\n"
                "  repeat [3] … end                      3 times, or until Ctrl-C\n"
                "  hold                                  stays so until Ctrl-C\n"
                "At its end, or when this is ended, what the servers say stands again.");
    do_so(verb, deed, wanted, simulate);
}

void offer_doctor(CLI::App& app, Deed& deed) {
    app.add_subcommand("doctor", "what on this machine keeps detection from working well, and what helps")
        ->callback([&deed] { deed = doctor; });
}

void offer_import(CLI::App& profile, Deed& deed) {
    const auto wanted = std::make_shared<ImportWanted>();
    auto& verb = *profile.add_subcommand("import", "make profiles of the accounts that mail programs have");
    verb.add_option(
            "PROGRAM", wanted->programs,
            "thunderbird, evolution, kmail, mbsync, offlineimap, msmtp, neomutt or aerc (default: all)")
        ->type_name("");
    verb.add_option("--from", wanted->from,
                    "a file or folder of its configuration, where it is not at its usual place")
        ->type_name("PATH");
    verb.add_flag("--dry-run", wanted->dry_run, "show what would be written, and write nothing");
    do_so(verb, deed, wanted, profile_import);
}

void offer_profile(CLI::App& app, Deed& deed) {
    const auto wanted = std::make_shared<ProfileWanted>();
    auto& verb = *app.add_subcommand("profile", "the profiles on disk");
    const auto offer = [&](const char* name, const char* purpose,
                           Result<int> (*act)(const ProfileWanted&, Console&)) {
        auto* part = verb.add_subcommand(name, purpose);
        part->add_option("NAME", wanted->name, "the profile")->type_name("")->required();
        do_so(*part, deed, wanted, act);
        return part;
    };
    verb.add_subcommand("list", "each profile with its servers")->callback([&deed] { deed = profile_list; });
    offer("show", "a profile as its file says it", profile_show);
    auto& add = *offer("add", "a new profile", profile_add);
    add.add_option("URL", wanted->urls, "its servers, such as imaps://mail.example.org")->type_name("");
    add.add_option("--email", wanted->email, "its servers are those that the DNS of this address names")
        ->type_name("ADDRESS");
    offer("remove", "remove a profile", profile_remove);
    offer_import(verb, deed);
}

Deed print(std::string text) {
    return [text = std::move(text)](Console& console) {
        console.print(text.substr(0, text.find_last_not_of('\n') + 1));
        return exit_so;
    };
}

/// What a shell asks for: see completion.h.
Deed print_completions(const CLI::App& app, const std::vector<std::string>& words) {
    return [lines = complete(app, words)](Console& console) {
        for (const auto& line : lines)
            console.print(line);
        return exit_so;
    };
}

Deed refuse(const std::string& what) {
    return [wrong = base::failure(base::Code::usage, what)](Console&) { return wrong; };
}

/// Whether the words before `--` are those of `run`; they are read then.
bool runs_a_command(CLI::App& app, const char* const* argv, const char* const* dashes) {
    if (std::none_of(argv, dashes, [](std::string_view word) { return word == "run"; }))
        return false;
    try {
        app.parse(static_cast<int>(dashes - argv), argv);
    } catch (const CLI::ParseError&) {
        if (app.got_subcommand("run"))
            throw;
    }
    return app.got_subcommand("run");
}

} // namespace

CommandLine read_command_line(int argc, const char* const* argv) {
    CommandLine read;
    CLI::App app("Can a mail profile work online now, and if not, why?", "offlinectl");
    app.fallthrough();
    app.require_subcommand(0, 1); // a profile may be named like a verb
    app.set_version_flag("--version", "offlinectl " OFFLINED_VERSION);
    app.add_flag("--json", read.console.json, "one JSON object per line");
    app.add_flag("--embedded", read.console.embedded, "judge in this process, without the daemon");
    app.add_option("--color", read.console.color, "colour the output (default: on a terminal)")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
    for (const auto offer : {offer_status, offer_watch, offer_wait, offer_set, offer_why, offer_probe,
                             offer_report, offer_profile, offer_history, offer_doctor, offer_simulate})
        offer(app, read.deed);
    // CLI11 would take words of a command for its own: [a,b] for a list of two.
    const auto* const end = argv + argc;
    const auto* const dashes = std::find(argv, end, std::string_view("--"));
    const std::vector<std::string> behind(dashes == end ? end : dashes + 1, end);
    offer_run(app, read.deed, behind);
    if (argc > 1 && std::string_view(argv[1]) == "--complete") {
        read.deed = print_completions(app, {argv + 2, argv + argc});
        return read;
    }

    try {
        if (!runs_a_command(app, argv, dashes))
            app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        std::ostringstream text;
        app.exit(asked, text, text);
        read.deed = print(text.str());
    } catch (const CLI::ParseError& wrong) {
        read.deed = refuse(std::string(wrong.what()) + "; offlinectl --help shows the use");
    }
    if (!read.deed)
        read.deed = refuse(std::string("no verb is named; offlinectl ") +
                           (app.got_subcommand("profile") ? "profile " : "") + "--help lists them");
    return read;
}

} // namespace offline::offlinectl
