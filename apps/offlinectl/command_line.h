#pragma once

#include <functional>

#include "base/result.h"
#include "offlinectl/console.h"

namespace offline::offlinectl {

/// What a command line asks for: done on a console, it gives the exit status.
using Deed = std::function<base::Result<int>(Console&)>;

struct CommandLine {
    Console::Options console;
    Deed deed; ///< that of a wrong line fails, and says what is wrong
};

CommandLine read_command_line(int argc, const char* const* argv);

} // namespace offline::offlinectl
