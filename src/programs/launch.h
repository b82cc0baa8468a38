#pragma once

#include <sys/types.h>

#include "base/result.h"
#include "programs/command.h"

namespace offline::programs {

/// Starts a program as the leader of a process group of its own, and gives its process. When this returns,
/// the program runs, or the failure says why it does not.
///
/// It begins with no signal blocked, SIGPIPE as the system has it, and /dev/null as standard input. The
/// kernel kills it when the *thread* that called this ends, however that comes about: call it on a thread
/// that lives as long as the program. Signals are blocked on that thread.
base::Result<pid_t> launch(const Command& command);

} // namespace offline::programs
