#include <clocale>
#include <csignal>
#include <exception>
#include <sstream>
#include <string>

#include "offlinectl/verbs.h"

namespace {

using namespace offline;
using namespace offline::offlinectl;

int finish(Console& console, const Deed& deed) {
    try {
        const auto status = deed(console);
        if (!status) {
            console.say(status.error().what);
            return base::row(status.error().code).exit_status;
        }
        if (const auto trouble = console.trouble(); trouble && trouble != std::errc::broken_pipe) {
            console.say("the output cannot be written: " + trouble.message() + "; see where it goes");
            return base::row(base::Code::unexpected).exit_status;
        }
        return *status;
    } catch (const std::exception& error) {
        console.say(std::string(error.what()) + "; please report this");
        return base::row(base::Code::unexpected).exit_status;
    }
}

} // namespace

int main(int argc, char** argv) {
    keep_standard_descriptors();
    std::setlocale(LC_CTYPE, "C.UTF-8"); // what we write is UTF-8, whatever the user's locale
    std::signal(SIGPIPE, SIG_IGN);

    CLI::App app("Can a mail profile work online now, and if not, why?", "offlinectl");
    Console::Options options;
    Deed deed;
    app.fallthrough();
    app.require_subcommand(0, 1); // a profile may be named like a verb
    app.set_version_flag("--version", "offlinectl " OFFLINED_VERSION);
    app.add_flag("--json", options.json, "one JSON object per line");
    app.add_flag("--embedded", options.embedded, "judge in this process, without the daemon");
    app.add_option("--color", options.color, "colour the output (default: on a terminal)")
        ->type_name("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}).description(""));
    for (const auto offer :
         {offer_status, offer_watch, offer_wait, offer_set, offer_why, offer_probe, offer_profile})
        offer(app, deed);

    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& asked) {
        std::ostringstream text;
        app.exit(asked, text, text);
        deed = [text = text.str()](Console& console) {
            console.print(text.substr(0, text.find_last_not_of('\n') + 1));
            return exit_so;
        };
    } catch (const CLI::ParseError& wrong) {
        Console(options).say(std::string(wrong.what()) + "; offlinectl --help shows the use");
        return base::row(base::Code::usage).exit_status;
    }
    Console console(options);
    if (!deed) {
        const bool of_profiles = app.got_subcommand("profile");
        console.say(std::string("no verb is named; offlinectl ") + (of_profiles ? "profile " : "") +
                    "--help lists them");
        return base::row(base::Code::usage).exit_status;
    }
    return finish(console, deed);
}
