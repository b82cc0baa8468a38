#include <clocale>
#include <csignal>
#include <exception>
#include <string>

#include "offlinectl/command_line.h"
#include "session/authority.h"

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

    const auto line = read_command_line(argc, argv);
    if (line.console.embedded)
        session::choose_judge(session::Judge::embedded);
    Console console(line.console);
    return finish(console, line.deed);
}
